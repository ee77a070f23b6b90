/** The facts of a review as a timeline: who did what, when, through what, on which content, with its place in the chain. */
import type { ReviewEvent, ReviewState } from '../domain/review/review.js';
import { findTask } from '../domain/review/review.js';
import { rungsOf, stageOf, type Route, type StageKey, type Verdict } from '../domain/route/route.js';
import { assertNever } from '../domain/shared/assert-never.js';
import type { Text } from '../domain/shared/errors.js';
import { VERDICT_LABELS } from '../domain/shared/labels.js';
import type { Instant } from '../domain/shared/instant.js';
import type { Reader } from '../db/reader.js';
import { namePeople, type PersonName } from './people.js';
import type { RecordedFact } from './review-law.js';

/** One fact. Fields that do not apply to its type are null. */
export type TimelineEntry = {
  readonly seq: number;
  readonly type: ReviewEvent['type'];
  readonly at: Instant;
  readonly actor: PersonName | null;
  readonly onBehalfOf: PersonName | null;
  readonly channel: string;
  /** The fact in a sentence. */
  readonly summary: Text;
  readonly stage: { readonly key: StageKey; readonly name: Text } | null;
  readonly round: number | null;
  readonly taskId: string | null;
  readonly verdict: Verdict | null;
  readonly comment: string | null;
  readonly outcome: string | null;
  readonly revision: number | null;
  /** Paths of the content a revision changed. */
  readonly changed: readonly string[] | null;
  readonly rung: { readonly key: string; readonly name: Text; readonly result: string } | null;
  readonly told: readonly PersonName[];
  readonly reason: string | null;
  readonly contentDigest: string | null;
  readonly hash: string;
  readonly previousHash: string;
};

type Particulars = Partial<Omit<TimelineEntry, 'seq' | 'type' | 'at' | 'actor' | 'channel' | 'summary' | 'hash' | 'previousHash'>>;

const NOTHING_MORE = {
  onBehalfOf: null, stage: null, round: null, taskId: null, verdict: null, comment: null, outcome: null, revision: null, changed: null, rung: null, told: [],
  reason: null, contentDigest: null,
} as const;

export async function timelineOf(reader: Reader, facts: readonly RecordedFact[], state: ReviewState, route: Route): Promise<readonly TimelineEntry[]> {
  const people = await namePeople(reader, facts.flatMap(({ event, actorId }) => [actorId, ...toldIn(event)]));
  const stageRef = (key: StageKey): TimelineEntry['stage'] => ({ key, name: stageOf(route, key).name });
  return facts.map(({ seq, event, actorId, channel, recordedAt, hash, previousHash }) => {
    const particulars = { ...NOTHING_MORE, ...particularsOf(event, state, route, stageRef, people) };
    return {
      seq, type: event.type, at: recordedAt, actor: actorId === null ? null : people(actorId), channel,
      ...particulars, summary: summaryOf(event, particulars), hash, previousHash,
    };
  });
}

const toldIn = (event: ReviewEvent): readonly (string | null)[] =>
  event.type === 'RungFired' ? event.rung.told : event.type === 'DecisionRecorded' ? [event.decision.onBehalfOf] : [];

const OUTCOMES: Readonly<Record<string, Text>> = {
  approved: { vi: 'đồng ý', en: 'approved' },
  rejected: { vi: 'không đồng ý', en: 'not approved' },
  returned: { vi: 'trả lại', en: 'returned' },
  opinion: { vi: 'đã có ý kiến', en: 'opinion given' },
  withdrawn: { vi: 'đã hủy', en: 'withdrawn' },
};
const nameOf = (person: PersonName): string => `${person.honorific} ${person.name}`.trim();

function summaryOf(event: ReviewEvent, { stage, round, rung, told }: Pick<TimelineEntry, 'stage' | 'round' | 'rung' | 'told'>): Text {
  const name = stage?.name ?? { vi: 'toàn bộ việc rà soát', en: 'the whole review' };
  const again = round !== null && round > 1 ? { vi: ` (vòng ${round})`, en: ` (round ${round})` } : { vi: '', en: '' };
  switch (event.type) {
    case 'ReviewOpened': return { vi: 'Mở việc rà soát', en: 'Review opened' };
    case 'StageOpened': return { vi: `Mở bước “${name.vi}”${again.vi}`, en: `Stage “${name.en}” opened${again.en}` };
    case 'ProposalRevised':
      return { vi: `Sửa phương án, lần ${event.revision} (${event.changed.length} mục)`, en: `Proposal revised, revision ${event.revision} (${event.changed.length} parts)` };
    case 'DecisionRecorded': {
      const { verdict, comment, late } = event.decision;
      const words = comment === '' ? '' : `: “${comment}”`;
      return {
        vi: `${VERDICT_LABELS[verdict].vi} ở bước “${name.vi}”${again.vi}${late ? ', quá hạn' : ''}${words}`,
        en: `${VERDICT_LABELS[verdict].en} at “${name.en}”${again.en}${late ? ', late' : ''}${words}`,
      };
    }
    case 'StageClosed': return { vi: `Khép bước “${name.vi}”${again.vi}: ${OUTCOMES[event.outcome]?.vi}`, en: `Stage “${name.en}” closed${again.en}: ${OUTCOMES[event.outcome]?.en}` };
    case 'TaskWithdrawn':
      return event.reason === 'stageClosed'
        ? { vi: `Rút việc ở bước “${name.vi}”: bước đã khép`, en: `Task at “${name.en}” withdrawn: the stage has closed` }
        : { vi: `Rút việc ở bước “${name.vi}”: việc rà soát đã hủy`, en: `Task at “${name.en}” withdrawn: the review was withdrawn` };
    case 'RungFired': return rungSummary(rung?.name ?? name, event.rung.result, told);
    case 'TermBreached': return { vi: `Hết hạn mà chưa xong: ${name.vi}`, en: `Term over and not done: ${name.en}` };
    case 'ReviewClosed': {
      const reason = event.reason === null ? '' : `: “${event.reason}”`;
      return { vi: `Kết thúc việc rà soát, ${OUTCOMES[event.outcome]?.vi}${reason}`, en: `Review closed, ${OUTCOMES[event.outcome]?.en}${reason}` };
    }
    default: return assertNever(event);
  }
}

function rungSummary(name: Text, result: string, told: readonly PersonName[]): Text {
  if (result === 'pastAtOpen') return { vi: `${name.vi}: không nhắc, mốc đã qua khi mở bước`, en: `${name.en}: not told, it lay before the opening` };
  if (result === 'overtaken') return { vi: `${name.vi}: không nhắc, đã có nấc sau`, en: `${name.en}: not told, a later rung came` };
  const names = told.map(nameOf).join(', ');
  return names === '' ? { vi: `${name.vi}: không có ai giữ vai trò để báo`, en: `${name.en}: nobody holds the post to be told` } : { vi: `${name.vi}: đã báo ${names}`, en: `${name.en}: told ${names}` };
}

function particularsOf(
  event: ReviewEvent, state: ReviewState, route: Route, stageRef: (key: StageKey) => TimelineEntry['stage'], people: (id: string) => PersonName,
): Particulars {
  const ofTask = (taskId: string | null): Particulars => {
    const task = taskId === null ? null : findTask(state, taskId as never);
    return task ? { taskId: task.id, stage: stageRef(task.stageKey), round: task.round } : {};
  };
  switch (event.type) {
    case 'ReviewOpened': return { revision: 0 };
    case 'StageOpened': return { stage: stageRef(event.key), round: event.round };
    case 'ProposalRevised': return { revision: event.revision, changed: event.changed };
    case 'DecisionRecorded': {
      const { decision } = event;
      return { ...ofTask(decision.taskId), verdict: decision.verdict, comment: decision.comment, contentDigest: decision.contentDigest, onBehalfOf: decision.onBehalfOf && people(decision.onBehalfOf) };
    }
    case 'StageClosed': {
      const stage = state.stages.find((candidate) => candidate.id === event.stageId);
      return { outcome: event.outcome, ...(stage ? { stage: stageRef(stage.key), round: stage.round } : {}) };
    }
    case 'TaskWithdrawn': return { ...ofTask(event.taskId), reason: event.reason };
    case 'RungFired': {
      const task = event.taskId === null ? null : findTask(state, event.taskId);
      const rungs = task ? rungsOf(stageOf(route, task.stageKey)) : (route.reviewLadder ?? []);
      const name = rungs.find((rung) => rung.key === event.rung.key)?.name ?? { vi: event.rung.key, en: event.rung.key };
      return { ...ofTask(event.taskId), rung: { key: event.rung.key, name, result: event.rung.result }, told: event.rung.told.map(people) };
    }
    case 'TermBreached': return ofTask(event.taskId);
    case 'ReviewClosed': return { outcome: event.outcome, reason: event.reason };
  }
}
