/** A small province without a database: its posts, the law it judges by, and hands that write what people do. */
import { createHash } from 'node:crypto';
import { recordDecision, type RecordDecision } from '../../domain/review/decide.js';
import { openReview } from '../../domain/review/opening.js';
import { reviseProposal } from '../../domain/review/revise.js';
import { contentMapOf, coveredDigest } from '../../domain/review/content-digest.js';
import type { Directory } from '../../domain/review/directory.js';
import type { Law } from '../../domain/review/law.js';
import { fold, isOpen, type ContentMap, type ReviewEvent, type ReviewState, type TaskState } from '../../domain/review/review.js';
import { stageOf, type Role, type Route, type Stage, type Verdict } from '../../domain/route/route.js';
import { PROVINCIAL_REVIEW } from '../../domain/route/shipped-routes.js';
import { idFromUuid, type DecisionId, type Id, type IdKind, type PersonId, type ReviewId, type StageId, type UnitId } from '../../domain/shared/ids.js';
import { vn, vnOffice } from './fixtures/calendars/vn.js';

export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** The n-th id of a kind, always the same. */
export const nthId = <K extends IdKind>(kind: K, n: number): Id<K> => idFromUuid(kind, `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`);

const SEATS = [
  ['coordinator', 'control', 'coordinator'],
  ['controlHead', 'control', 'unitHead'],
  ['appraiser', 'control', 'appraiser'],
  ['leader', 'committee', 'leader'],
  ['financeHead', 'finance', 'unitHead'],
  ['accountant', 'finance', 'finance'],
  ['lawyer', 'justice', 'consultee'],
  ['head', 'civil', 'unitHead'],
  ['officer', 'civil', 'officer'],
  ['member1', 'council', 'officer'],
  ['member2', 'council', 'officer'],
  ['member3', 'council', 'officer'],
] as const satisfies readonly (readonly [string, string, Role])[];
export type Seat = (typeof SEATS)[number][0];
export type UnitCode = 'committee' | 'control' | 'finance' | 'justice' | 'civil' | 'council';

const CODES: readonly UnitCode[] = ['committee', 'control', 'finance', 'justice', 'civil', 'council'];
export const unitOf = (code: UnitCode): UnitId => nthId('unit', CODES.indexOf(code) + 1);
export const personOf = (seat: Seat): PersonId => nthId('person', SEATS.findIndex(([name]) => name === seat) + 1);

export const DIRECTORY: Directory = {
  units: CODES.map((code) => ({ id: unitOf(code), parentId: code === 'committee' ? null : unitOf('committee') })),
  holdings: SEATS.map(([seat, unit, role]) => ({ personId: personOf(seat), unitId: unitOf(unit), role })),
  delegations: [],
  absences: [],
};

/** The directory with one person's posts taken away, or others given. */
export const directoryWith = (change: { readonly without?: Seat; readonly also?: readonly (readonly [Seat, UnitCode, Role])[] }): Directory => ({
  ...DIRECTORY,
  holdings: [
    ...DIRECTORY.holdings.filter((holding) => change.without === undefined || holding.personId !== personOf(change.without)),
    ...(change.also ?? []).map(([seat, unit, role]) => ({ personId: personOf(seat), unitId: unitOf(unit), role })),
  ],
});

const OFFICE = vnOffice();

/** The law as it stands at a Vietnamese wall time: the shipped route and calendar unless a test says otherwise. */
export const lawAt = (wall: string, parts: Partial<Law> = {}): Law => ({
  route: PROVINCIAL_REVIEW,
  directory: DIRECTORY,
  calendarOfUnit: () => OFFICE,
  calendarVersion: () => OFFICE,
  now: vn(wall),
  ...parts,
});

export const REVIEW = nthId('review', 1);
export const CONTENT: ContentMap = contentMapOf({ 'items/i1': { op: 'remove', path: 'dossier/d1/items/p2' }, note: 'Bỏ bản sao có chứng thực' }, sha256);

/** The facts of a review's opening, written by the officer. */
export const opening = (law: Law, content: ContentMap = CONTENT, reviewId: ReviewId = REVIEW): readonly ReviewEvent[] =>
  openReview(
    {
      reviewId,
      procedureId: nthId('procedure', 1),
      versionId: nthId('procedureVersion', 1),
      campaignId: null,
      ownerUnitId: unitOf('civil'),
      openedBy: personOf('coordinator'),
      authors: [personOf('officer')],
      content,
    },
    law,
  );

/** The proposal edited once more by its author, so that what comes back from a return differs. */
export const rewritten = (state: ReviewState, law: Law): ReviewState =>
  fold(
    reviseProposal(
      state,
      {
        by: personOf('officer'),
        content: contentMapOf({ 'items/i1': { op: 'remove', path: 'dossier/d1/items/p2' }, note: `Sửa lần ${state.revision + 1}` }, sha256),
      },
      law,
    ),
    state,
  );

/** The open tasks of a stage, by slot. */
export const openTasks = (state: ReviewState, stageKey: string): readonly TaskState[] =>
  state.tasks.filter((task) => task.stageKey === stageKey && isOpen(task));

export function taskIn(state: ReviewState, stageKey: string, slot = 1): TaskState {
  const found = openTasks(state, stageKey).find((task) => task.slot === slot);
  if (!found) throw new Error(`no open task ${stageKey}/${slot}`);
  return found;
}

export const latestStageId = (state: ReviewState, key: string): StageId => {
  const found = state.stages.filter((stage) => stage.key === key).at(-1);
  if (!found) throw new Error(`no stage ${key}`);
  return found.id;
};

let decisions = 0;

/** What a person sends who sees the task as it stands. */
export const verdictOn = (
  state: ReviewState,
  task: TaskState,
  seat: Seat,
  verdict: Verdict,
  law: Law,
  parts: Partial<RecordDecision> = {},
): RecordDecision => ({
  decisionId: nthId('decision', (decisions += 1)) as DecisionId,
  taskId: task.id,
  expectedVersion: task.version,
  contentDigest: coveredDigest(state.content, stageOf(law.route, task.stageKey).covers, sha256),
  verdict,
  comment: verdict === 'reject' || verdict === 'return' ? 'Thiếu căn cứ' : '',
  actor: personOf(seat),
  channel: 'web',
  assurance: 'A3',
  receivedAt: law.now,
  ...parts,
});

export const deciding = (state: ReviewState, stageKey: string, seat: Seat, verdict: Verdict, law: Law, slot = 1): readonly ReviewEvent[] =>
  recordDecision(state, verdictOn(state, taskIn(state, stageKey, slot), seat, verdict, law), law, sha256);

/** The shipped route with one stage changed. */
export const routeWith = (stageKey: string, change: Partial<Stage>, route: Route = PROVINCIAL_REVIEW): Route => ({
  ...route,
  stages: route.stages.map((stage) => (stage.key === stageKey ? { ...stage, ...change } : stage)),
});
