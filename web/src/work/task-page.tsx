/** One task: what would change, what it saves, how the clock runs, and the decision. */
import { Alert, Button, Checkbox } from 'antd';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { VERDICT_LABELS } from '../../../domain/shared/labels.js';
import { rowsOf, useTask, useTasks, type ReadTask } from '../api/queries.js';
import type { DecisionReceipt, LadderLine, TaskDetail } from '../api/types.js';
import { longDateText, longTimeText, timeText } from '../format/dates.js';
import { useWords } from '../i18n/i18n.js';
import { useSay } from '../i18n/use-say.js';
import { DiffView } from '../procedure/diff-view.js';
import { CommentList } from '../review/comment-list.js';
import { DecisionActs } from '../review/decision-acts.js';
import { useKeys } from '../shell/keyboard.js';
import { CopyText } from '../ui/copy-text.js';
import { CostFigures } from '../ui/cost-figures.js';
import { DecisionLine, Decisions } from '../ui/decisions.js';
import { Page, Section } from '../ui/page.js';
import { personText } from '../ui/person-name.js';
import { SavingText } from '../ui/saving-text.js';
import { StatusTag } from '../ui/status-tag.js';
import { Loaded } from '../ui/waiting.js';
import { DecisionForm } from './decision-form.js';
import { HolderBlock, StandingIn } from './holder-block.js';
import { movedSince, type Moved } from './moved-since.js';
import { QuorumNotice, UnassignedNotice } from './seat-notice.js';
import { TermBlock } from './term-block.js';
import { WhyBlock } from './why-block.js';

export function TaskPage(): ReactNode {
  const { taskId } = useParams({ from: '/inside/viec/$taskId' });
  return <TaskOf key={taskId} taskId={taskId} />;
}

function TaskOf({ taskId }: { readonly taskId: string }): ReactNode {
  const query = useTask(taskId);
  const { t } = useWords();
  const say = useSay();
  const navigate = useNavigate();
  useKeys({ Escape: () => void navigate({ to: '/viec' }), d: () => document.querySelector<HTMLInputElement>('#quyet-dinh input[type=radio]')?.focus() });
  const title = query.data === undefined ? t('task.title') : `${say(query.data.task.stage.name)}: ${query.data.task.procedure.name}`;
  return (
    <Page title={title} over={<Link to="/viec">← {t('work.title')}</Link>} wide>
      <Loaded query={query}>{(read) => <Task read={read} onReload={() => void query.refetch()} />}</Loaded>
    </Page>
  );
}

function Task({ read, onReload }: { readonly read: ReadTask; readonly onReload: () => void }): ReactNode {
  const { t, language } = useWords();
  const { task } = read;
  const [receipt, setReceipt] = useState<DecisionReceipt | null>(null);
  const seen = useRef(read);
  const [moved, setMoved] = useState<readonly Moved[]>([]);
  if (seen.current.task.contentDigest !== task.contentDigest) {
    setMoved(movedSince(seen.current.task.proposal.diff, task.proposal.diff));
    seen.current = read;
  }
  const cost = task.proposal.cost;
  return (
    <div className="task">
      <div className="task-main">
        <p className="facts-line">
          <code>{task.procedure.code}</code>
          {task.procedure.field === '' ? null : <span>{task.procedure.field}</span>}
          <span>{task.unit.name}</span>
          {task.round === 1 && task.maxRounds === null ? null : (
            <span>{task.maxRounds === null ? t('work.round', { round: task.round }) : t('work.roundOf', { round: task.round, of: task.maxRounds })}</span>
          )}
          {task.campaign === null ? null : (
            <Link to="/dot/$campaignId" params={{ campaignId: task.campaign.id }}>
              {task.campaign.name}
            </Link>
          )}
          <Link to="/ra-soat/$reviewId" params={{ reviewId: task.reviewId }}>
            {t('task.wholeReview')}
          </Link>
          <Link to="/thu-tuc/$code" params={{ code: task.procedure.code }}>
            {t('task.wholeProcedure')}
          </Link>
        </p>
        {moved.length === 0 ? null : <MovedNotice moved={moved} />}
        <CameBack task={task} />
        <Section title={t('task.changes')}>
          <DiffView diff={task.proposal.diff} cost={<SavingText saving={cost?.savingDong ?? null} before={cost?.before?.totalDong ?? null} />} />
          {task.proposal.note === '' ? null : <p className="note">{task.proposal.note}</p>}
          {task.proposal.effectiveOn === null ? null : <p>{t('task.effectiveOn', { date: longDateText(task.proposal.effectiveOn, language) })}</p>}
          {task.acts.includes('revise') ? (
            <Link className="ghost-button" to="/ra-soat/$reviewId/soan" params={{ reviewId: task.reviewId }}>
              {t('review.edit')}
            </Link>
          ) : null}
        </Section>
        <Section title={t('task.cost')}>
          <CostFigures cost={cost} />
        </Section>
        <Section title={t('task.earlier')}>
          <Decisions
            decisions={task.decisions}
            actsOf={(note) => <DecisionActs decisionId={note.id} disputable={task.disputable} settleable={task.settleable} />}
          />
        </Section>
        <CommentList reviewId={task.reviewId} taskId={task.id} comments={task.comments} mayAdd={task.acts.includes('comment')} />
      </div>
      <aside className="task-side">
        <UnassignedNotice task={task} />
        <QuorumNotice quorum={task.quorum} mayFix={task.acts.includes('reassign')} />
        <StandingIn task={task} />
        {receipt === null ? <Decide read={read} onDecided={setReceipt} onReload={onReload} /> : <Receipt receipt={receipt} task={task} />}
        <TermBlock read={read} />
        <HolderBlock read={read} />
        {isSettled(task) ? null : <WhyBlock read={read} />}
        <Section title={t('task.ladder')}>
          <Ladder ladder={task.ladder} />
        </Section>
        {task.others.length === 0 ? null : (
          <Section title={t('task.others')}>
            <ul className="plain-list">
              {task.others.map((other) => (
                <li key={other.id}>
                  <OtherTask other={other} />
                </li>
              ))}
            </ul>
          </Section>
        )}
        <p className="soft small">
          {t('task.digest')}: <CopyText text={task.contentDigest} short={16} />
        </p>
      </aside>
    </div>
  );
}

/** Why an author has it again: the latest return to this stage, in the words of who sent it back. */
function CameBack({ task }: { readonly task: TaskDetail }): ReactNode {
  const { t } = useWords();
  const returned = task.decisions.findLast((note) => note.returnTo?.key === task.stage.key);
  if (isSettled(task) || task.round === 1 || returned === undefined) return null;
  return <Alert type="warning" showIcon title={t('task.cameBack')} description={<DecisionLine note={returned} />} />;
}

const isSettled = (task: TaskDetail): boolean => task.decision !== null || task.status === 'done' || task.status === 'withdrawn';

function OtherTask({ other }: { readonly other: TaskDetail['others'][number] }): ReactNode {
  const say = useSay();
  return (
    <>
      <Link to="/viec/$taskId" params={{ taskId: other.id }}>
        {say(other.stage.name)}
      </Link>{' '}
      · {other.unit.name} <StatusTag group="lateness" code={other.lateness} />
    </>
  );
}

function Decide({
  read,
  onDecided,
  onReload,
}: {
  readonly read: ReadTask;
  readonly onDecided: (receipt: DecisionReceipt) => void;
  readonly onReload: () => void;
}): ReactNode {
  const { t } = useWords();
  const { task } = read;
  if (isSettled(task)) {
    return (
      <Section title={t('task.outcome')}>
        <p>
          <StatusTag group="task" code={task.status} />
        </p>
        {task.decisions
          .filter((note) => note.taskId === task.id)
          .map((note) => (
            <DecisionLine key={note.id} note={note} />
          ))}
      </Section>
    );
  }
  const inOwnRight = task.acts.includes('decideInOwnRight');
  return task.eligible || inOwnRight ? (
    <DecisionForm read={read} onDecided={onDecided} onReload={onReload} inOwnRight={!task.eligible && inOwnRight} />
  ) : (
    <Section title={t('task.decision')}>
      <Alert type="info" showIcon title={t('task.notYours')} />
    </Section>
  );
}

function Ladder({ ladder }: { readonly ladder: readonly LadderLine[] }): ReactNode {
  const { t, language } = useWords();
  const say = useSay();
  if (ladder.length === 0) return <p className="soft">{t('task.noLadder')}</p>;
  return (
    <ol className="ladder">
      {ladder.map((line) => (
        <li key={line.key} className={line.firedAt === null ? 'ladder-line' : 'ladder-line ladder-fired'}>
          <strong>{say(line.name)}</strong>
          <span>{line.plannedAt === null ? t('task.planOpen') : t('task.planned', { at: longTimeText(line.plannedAt, language) })}</span>
          {line.firedAt === null || line.result === null ? null : (
            <span>
              {t(`task.result.${line.result}`, { at: timeText(line.firedAt) })}
              {line.told.length === 0 ? null : `: ${line.told.map(personText).join('; ')}`}
            </span>
          )}
        </li>
      ))}
    </ol>
  );
}

function MovedNotice({ moved }: { readonly moved: readonly Moved[] }): ReactNode {
  const { t } = useWords();
  const say = useSay();
  return (
    <Alert
      type="warning"
      showIcon
      role="status"
      title={t('task.movedTitle')}
      description={
        <ul>
          {moved.map(({ kind, change }) => (
            <li key={`${kind} ${change.path}`}>
              {t(`task.moved.${kind}`)}: {say(change.label)}
            </li>
          ))}
        </ul>
      }
    />
  );
}

const NEXT_KEPT = 'tinhgon.openNext';

/** What was recorded, and the next thing to do. */
function Receipt({ receipt, task }: { readonly receipt: DecisionReceipt; readonly task: TaskDetail }): ReactNode {
  const { t, language } = useWords();
  const say = useSay();
  const navigate = useNavigate();
  const [auto, setAuto] = useState(() => localStorage.getItem(NEXT_KEPT) === 'on');
  const next = rowsOf(useTasks({ box: 'todo', limit: 100 }).data).find((row) => row.id !== receipt.taskId);
  const onward = useRef<HTMLButtonElement>(null);
  const nextId = next?.id;
  useEffect(() => onward.current?.focus(), [nextId]);
  const gone = useRef(false);
  if (auto && next !== undefined && !gone.current) {
    gone.current = true;
    queueMicrotask(() => void navigate({ to: '/viec/$taskId', params: { taskId: next.id } }));
  }
  return (
    <section className="section receipt" role="status">
      <h2>{t('task.recorded')}</h2>
      <p>
        <StatusTag group="verdict" code={receipt.verdict} /> {say(VERDICT_LABELS[receipt.verdict])}, {say(task.stage.name)}
      </p>
      <p>
        {t('task.recordedAt', { at: longTimeText(receipt.recordedAt, language) })}
        {receipt.late ? ` · ${t('task.lateDecision')}` : ''}
      </p>
      <p className="soft">
        {t('task.receipt')}: <CopyText text={receipt.decisionId} />
      </p>
      <p className="soft">
        {t('audit.hash')}: <CopyText text={receipt.chainHead} short={16} />
      </p>
      {next === undefined ? (
        <p>{t('task.nothingNext')}</p>
      ) : (
        <p>
          {t('task.next')}:{' '}
          <strong>
            {say(next.stage.name)}: {next.procedure.name}
          </strong>{' '}
          <Button ref={onward} type="primary" onClick={() => void navigate({ to: '/viec/$taskId', params: { taskId: next.id } })}>
            {t('task.openNext')}
          </Button>
        </p>
      )}
      <p>
        <Link to="/viec">{t('task.toList')}</Link>
      </p>
      <Checkbox
        checked={auto}
        onChange={(event) => {
          localStorage.setItem(NEXT_KEPT, event.target.checked ? 'on' : 'off');
          setAuto(event.target.checked);
          gone.current = true;
        }}
      >
        {t('task.autoNext')}
      </Checkbox>
    </section>
  );
}
