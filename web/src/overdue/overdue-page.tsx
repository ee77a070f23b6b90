/** What is late, whose it is, which rung was reached. */
import { Link, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useMe, useOverdue } from '../api/queries.js';
import type { OverdueBoard, OverdueRow } from '../api/types.js';
import { dateText, longTimeText, timeText } from '../format/dates.js';
import { moneyText, shortMoneyText } from '../format/numbers.js';
import { useWords } from '../i18n/i18n.js';
import { useSay } from '../i18n/use-say.js';
import { AGES, type OverdueSearch } from '../search-params.js';
import { heatShade } from '../theme/colours.js';
import { Page, Section } from '../ui/page.js';
import { ReasonAct } from '../ui/reason-act.js';
import { nameText, personText } from '../ui/person-name.js';
import { PrintButton } from '../ui/print-button.js';
import { Loaded, Nothing } from '../ui/waiting.js';
import { ListTable } from '../ui/list-table.js';
import { DelayCost } from './delay-cost.js';
import { LadderTable } from './ladder-table.js';

export function OverduePage(): ReactNode {
  const { t } = useWords();
  const search = useSearch({ from: '/inside/qua-han' });
  const query = useOverdue({ unit: search.unit, age: search.age, limit: 100 });
  return (
    <Page title={t('overdue.title')} wide acts={<PrintButton />}>
      <Loaded query={query}>{(board) => <Board board={board} search={search} />}</Loaded>
    </Page>
  );
}

function Board({ board, search }: { readonly board: OverdueBoard; readonly search: OverdueSearch }): ReactNode {
  const { t, language } = useWords();
  const { counts } = board;
  return (
    <>
      <p className="soft spaced">{t('overdue.asOf', { at: longTimeText(board.now, language) })}</p>
      {board.fuse.blown ? <Held fuse={board.fuse} /> : null}
      {board.needsCalendar.map(({ calendarId, knownThrough, tasks }) => (
        <p key={calendarId} className="note" role="alert">
          {t('overdue.needsCalendar', { calendar: calendarId, through: dateText(knownThrough), count: tasks })}
        </p>
      ))}
      <dl className="numbers">
        <div className={counts.overdue > 0 ? 'number-late' : ''}>
          <dt>{t('overdue.overdue')}</dt>
          <dd>{counts.overdue}</dd>
        </div>
        <div>
          <dt>{t('overdue.dueSoon')}</dt>
          <dd>{counts.dueSoon}</dd>
        </div>
        <div>
          <dt>{t('overdue.escalated')}</dt>
          <dd>{counts.escalated}</dd>
        </div>
        <div>
          <dt>{t('overdue.oldest')}</dt>
          <dd>{t('overdue.days', { count: counts.oldestDays })}</dd>
        </div>
        <div className="numbers-money">
          <dt>{t('overdue.delay')}</dt>
          <dd title={moneyText(board.delay.lost, language)}>{t('overdue.perDay', { amount: shortMoneyText(board.delay.ratePerDay, language) })}</dd>
        </div>
      </dl>
      <Section title={t('overdue.byUnit')}>
        <HeatTable board={board} search={search} />
      </Section>
      <Section
        title={t('overdue.list')}
        acts={
          search.unit === undefined && search.age === undefined ? null : (
            <Link to="/qua-han" search={{}}>
              {t('overdue.clear')}
            </Link>
          )
        }
      >
        {board.items.length === 0 ? (
          <Nothing why={search.unit === undefined && search.age === undefined ? t('overdue.none') : t('overdue.noneFiltered')} />
        ) : (
          <Blocks board={board} />
        )}
      </Section>
      <Section title={t('overdue.ladder')}>
        <LadderTable />
      </Section>
    </>
  );
}

/** Rungs are held: what happened, and the way out for whoever keeps the clocks. */
function Held({ fuse }: { readonly fuse: OverdueBoard['fuse'] }): ReactNode {
  const { t, language } = useWords();
  const me = useMe();
  return (
    <div className="note" role="alert">
      <p>{t('overdue.held', { count: fuse.unexpected, allowed: fuse.allowed, at: fuse.blownAt === null ? '' : longTimeText(fuse.blownAt, language) })}</p>
      {me.data?.can.includes('fuse.release') === true ? (
        <ReasonAct
          path="/fuse/releases"
          name={t('overdue.release')}
          title={t('overdue.release')}
          lead={t('overdue.releaseLead')}
          most={500}
          bodyOf={(reason) => ({ reason })}
        />
      ) : null}
    </div>
  );
}

/** What cannot be ranked stands above the ranked list, with how many there are. */
function Blocks({ board }: { readonly board: OverdueBoard }): ReactNode {
  const { t } = useWords();
  const unknown = board.items.filter((row) => row.ratePerDay === null);
  const ranked = board.items.filter((row) => row.ratePerDay !== null);
  return (
    <>
      {unknown.length === 0 ? null : (
        <>
          <h3>{t('overdue.unknownBlock', { count: board.costUnknown })}</h3>
          <Rows rows={unknown} label={t('overdue.unknownBlock', { count: board.costUnknown })} />
        </>
      )}
      {ranked.length === 0 ? null : <Rows rows={ranked} label={t('overdue.list')} />}
    </>
  );
}

function HeatTable({ board, search }: { readonly board: OverdueBoard; readonly search: OverdueSearch }): ReactNode {
  const { t } = useWords();
  const largest = Math.max(0, ...board.ages.flatMap((row) => AGES.map((age) => row.counts[age] ?? 0)));
  if (board.ages.length === 0) return <p className="soft">{t('overdue.none')}</p>;
  return (
    <ListTable
      label={t('overdue.byUnit')}
      caption={t('overdue.heatCaption')}
      className="heat"
      columns={[
        t('overdue.unit'),
        ...AGES.map((age) => ({ name: t(`overdue.age.${age}`), number: true as const })),
        { name: t('campaign.total'), number: true },
      ]}
    >
      {board.ages.map((row) => (
        <tr key={row.unit.id}>
          <th scope="row">
            <Link
              to="/qua-han"
              search={search.unit === row.unit.code && search.age === undefined ? {} : { unit: row.unit.code }}
              {...(search.unit === row.unit.code ? { 'aria-current': 'true' as const } : {})}
            >
              {row.unit.name}
            </Link>
          </th>
          {AGES.map((age) => {
            const count = row.counts[age] ?? 0;
            const shade = heatShade(count, largest);
            const on = search.unit === row.unit.code && search.age === age;
            return (
              <td key={age} className={on ? 'num heat-on' : 'num'} style={{ background: shade.background, color: shade.ink }}>
                {count === 0 ? (
                  '0'
                ) : (
                  <Link
                    to="/qua-han"
                    search={on ? {} : { unit: row.unit.code, age }}
                    style={{ color: shade.ink }}
                    aria-label={t('overdue.cell', { unit: row.unit.name, age: t(`overdue.age.${age}`), count })}
                  >
                    {count}
                  </Link>
                )}
              </td>
            );
          })}
          <td className="num">{row.total}</td>
        </tr>
      ))}
    </ListTable>
  );
}

function Rows({ rows, label }: { readonly rows: readonly OverdueRow[]; readonly label: string }): ReactNode {
  const { t } = useWords();
  const say = useSay();
  return (
    <ListTable
      label={label}
      columns={[
        t('overdue.work'),
        t('overdue.unitAndHolders'),
        t('overdue.due'),
        { name: t('overdue.lateBy'), number: true },
        { name: t('overdue.delayColumn'), number: true },
        t('overdue.rungs'),
        t('overdue.lastNotice'),
      ]}
    >
      {rows.map((row) => (
        <tr key={row.id}>
          <td className="cell-name">
            <Link to="/viec/$taskId" params={{ taskId: row.id }}>
              {say(row.stage.name)}: {row.procedure.name}
            </Link>
            <span className="sub-text">
              <code>{row.procedure.code}</code>
            </span>
          </td>
          <td className="cell-word">
            {row.unit.name}
            {row.holders.map((holder) => (
              <span key={holder.id} className="sub-text" title={personText(holder)}>
                {nameText(holder)}
              </span>
            ))}
          </td>
          <td>{row.dueOn === null ? '' : dateText(row.dueOn)}</td>
          <td className="num late-cell">{t('overdue.days', { count: row.lateWorkingDays })}</td>
          <td className="num">
            <DelayCost row={row} />
          </td>
          <td className="cell-word">
            {row.rung === null ? <span className="soft">{t('overdue.noRung')}</span> : say(row.rung.name)}
            {row.nextRung !== null && (
              <span className="sub-text">{t('overdue.nextRung', { name: say(row.nextRung.name), at: timeText(row.nextRung.at) })}</span>
            )}
          </td>
          <td className="cell-word">
            {row.lastNotice === null ? (
              <span className="soft">–</span>
            ) : (
              <>
                {timeText(row.lastNotice.at)}
                <span className="sub-text" title={personText(row.lastNotice.recipient)}>
                  {nameText(row.lastNotice.recipient)}
                </span>
              </>
            )}
          </td>
        </tr>
      ))}
    </ListTable>
  );
}
