/** What waits for me: groups by deadline, keys to walk through them. */
import { AuditOutlined, CommentOutlined, EditOutlined, FileDoneOutlined, RiseOutlined } from '@ant-design/icons';
import { Select } from 'antd';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useRef, type ReactNode } from 'react';
import type { LocalDate } from '../../../domain/shared/instant.js';
import { LATENESS_LABELS, VERDICT_LABELS } from '../../../domain/shared/labels.js';
import { rowsOf, useCampaigns, useClock, useTasks, type TaskCounts } from '../api/queries.js';
import type { TaskRow } from '../api/types.js';
import { dateOfTime, timeText } from '../format/dates.js';
import { useWords } from '../i18n/i18n.js';
import { useSay } from '../i18n/use-say.js';
import { BOXES, LATENESS_FILTERS, type WorkSearch } from '../search-params.js';
import { useKeys } from '../shell/keyboard.js';
import { DeadlineChip } from '../ui/deadline-chip.js';
import { MoreButton } from '../ui/more-button.js';
import { Page } from '../ui/page.js';
import { SavingText } from '../ui/saving-text.js';
import { SearchBox } from '../ui/search-box.js';
import { StatusTag } from '../ui/status-tag.js';
import { Loaded, Nothing } from '../ui/waiting.js';
import { groupTasks, type TaskGroup } from './group-tasks.js';

const KIND_ICONS: Readonly<Record<TaskRow['kind'], ReactNode>> = {
  author: <EditOutlined />,
  opinion: <CommentOutlined />,
  appraisal: <AuditOutlined />,
  approval: <FileDoneOutlined />,
};

export function WorkList(): ReactNode {
  const { t } = useWords();
  const search = useSearch({ from: '/inside/viec' });
  const box = search.box ?? 'todo';
  const pages = useTasks({ ...search, box, limit: 100 });
  const clock = useClock();
  const today = clock.data === undefined ? null : dateOfTime(clock.data.now);
  const rows = rowsOf(pages.data);
  const counts = pages.data?.pages[0]?.counts;
  return (
    <Page title={t('work.title')}>
      <Boxes box={box} counts={counts} search={search} />
      <Filters search={search} />
      <Loaded query={pages}>{() => (rows.length === 0 ? <Nothing why={emptyText()} /> : <Rows rows={rows} today={today} grouped={box === 'todo'} />)}</Loaded>
      <MoreButton pages={pages} />
    </Page>
  );

  function emptyText(): string {
    if (search.q !== undefined || search.lateness !== undefined || search.campaign !== undefined || search.unit !== undefined) return t('work.emptyFiltered');
    return t(`work.empty.${box}`);
  }
}

function Boxes({
  box,
  counts,
  search,
}: {
  readonly box: (typeof BOXES)[number];
  readonly counts: TaskCounts | undefined;
  readonly search: WorkSearch;
}): ReactNode {
  const { t } = useWords();
  return (
    <nav className="segments" aria-label={t('work.boxes')}>
      {BOXES.map((name) => (
        <Link
          key={name}
          to="/viec"
          search={{ ...search, box: name }}
          className={name === box ? 'segment segment-on' : 'segment'}
          aria-current={name === box ? 'page' : undefined}
        >
          {t(`work.box.${name}`)} {counts === undefined ? null : <span className="count">{counts[name]}</span>}
        </Link>
      ))}
    </nav>
  );
}

function Filters({ search }: { readonly search: WorkSearch }): ReactNode {
  const { t } = useWords();
  const say = useSay();
  const navigate = useNavigate();
  const campaigns = useCampaigns();
  const change = (next: Partial<Record<keyof WorkSearch, string | undefined>>): void =>
    void navigate({ to: '/viec', search: { ...search, ...next } as WorkSearch, replace: true });
  return (
    <div className="filters" role="search">
      <SearchBox value={search.q ?? ''} onSearch={(q) => change({ q: q === '' ? undefined : q })} label={t('work.find')} />
      <Select
        className="filter"
        aria-label={t('work.lateness')}
        placeholder={t('work.lateness')}
        allowClear
        value={search.lateness ?? null}
        onChange={(value: string | undefined) => change({ lateness: value })}
        options={LATENESS_FILTERS.map((code) => ({ value: code, label: say(LATENESS_LABELS[code]) }))}
      />
      <Select
        className="filter filter-wide"
        aria-label={t('work.campaign')}
        placeholder={t('work.campaign')}
        allowClear
        value={search.campaign ?? null}
        onChange={(value: string | undefined) => change({ campaign: value })}
        options={rowsOf(campaigns.data).map(({ id, name }) => ({ value: id, label: name }))}
      />
    </div>
  );
}

function Rows({ rows, today, grouped }: { readonly rows: readonly TaskRow[]; readonly today: LocalDate | null; readonly grouped: boolean }): ReactNode {
  const { t } = useWords();
  const list = useRef<HTMLDivElement>(null);
  const walk = (by: number): void => {
    const links = [...(list.current?.querySelectorAll<HTMLAnchorElement>('a[data-task]') ?? [])];
    const at = links.findIndex((link) => link === document.activeElement);
    (at === -1 ? links[by > 0 ? 0 : links.length - 1] : links[Math.min(links.length - 1, Math.max(0, at + by))])?.focus();
  };
  useKeys({ j: () => walk(1), k: () => walk(-1) });
  const groups: readonly { readonly group: TaskGroup | null; readonly tasks: readonly TaskRow[] }[] =
    grouped && today !== null ? groupTasks(rows, today) : [{ group: null, tasks: rows }];
  return (
    <div ref={list} className="work-list">
      {groups.map(({ group, tasks }) => (
        <section
          key={group ?? 'all'}
          className={group === 'overdue' ? 'work-group work-group-late' : 'work-group'}
          aria-label={group === null ? t('work.title') : t(`work.group.${group}`)}
        >
          {group === null ? null : (
            <h2>
              {t(`work.group.${group}`)} <span className="count">{tasks.length}</span>
            </h2>
          )}
          <ul>
            {tasks.map((task) => (
              <Row key={task.id} task={task} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function Row({ task }: { readonly task: TaskRow }): ReactNode {
  const { t } = useWords();
  const say = useSay();
  const open = task.decision === null && task.status !== 'withdrawn' && task.status !== 'done';
  return (
    <li className="work-row">
      <span className="work-icon" aria-hidden="true">
        {KIND_ICONS[task.kind]}
      </span>
      <div className="work-main">
        <Link to="/viec/$taskId" params={{ taskId: task.id }} className="work-title" data-task>
          {say(task.stage.name)}: {task.procedure.name}
        </Link>
        <div className="work-line">
          <code>{task.procedure.code}</code>
          <span>{task.unit.name}</span>
          {task.campaign === null ? null : <span>{task.campaign.name}</span>}
          {task.round > 1 ? <span className="chip chip-attention">{t('work.round', { round: task.round })}</span> : null}
          <SavingText saving={task.saving} before={task.costBefore} />
        </div>
        {task.decision === null ? null : (
          <div className="work-line">
            <span>{t('work.decided', { verdict: say(VERDICT_LABELS[task.decision.verdict]), at: timeText(task.decision.recordedAt) })}</span>
          </div>
        )}
      </div>
      <div className="work-side">
        {open ? <DeadlineChip {...task} /> : <StatusTag group="task" code={task.status} />}
        {task.rung === null ? null : (
          <span className="rung" title={say(task.rung.name)}>
            <RiseOutlined aria-hidden="true" /> {say(task.rung.name)}
          </span>
        )}
      </div>
    </li>
  );
}
