/**
 * What people may do to a running term: stop it on a lawful ground, let it run again, lengthen it, correct it.
 * Each leaves an entry in the term's ledger, from which the due instant re-adds.
 */
import { DomainError } from '../shared/errors.js';
import { instantFromMs, type Instant } from '../shared/instant.js';
import type { PersonId, TaskId } from '../shared/ids.js';
import { budgetOf, pausesOf, workingDaysBetween, type TermEvent } from '../calendar/term.js';
import { stageOf, type StageLimit } from '../route/route.js';
import { isClockKeeper, isSupervisor, openTaskOf, requireAuthority } from './authority.js';
import { waysToTake } from './directory.js';
import { calendarOfTerm, calendarsOfTerm, timed, type Law } from './law.js';
import { ladderGrants } from './remedies.js';
import type { ReviewEvent, ReviewState, RunningTerm, TaskState, TermRequest } from './review.js';

/** The term with one more entry in its ledger, due anew. */
export const withEntry = (term: RunningTerm, entry: TermEvent, law: Law, epoch = term.epoch): RunningTerm =>
  timed({ ...term, events: [...term.events, entry], epoch, ...(epoch === term.epoch ? {} : { epochAt: law.now }) }, law);

/** Whether no pause holds the clock. */
export const isRunning = (term: RunningTerm, now: Instant): boolean => {
  const last = term.events.filter((event) => event.type === 'suspended' || event.type === 'resumed').at(-1);
  return !(last?.type === 'suspended' && (last.until === undefined || last.until > now));
};

/** How often a ground has stopped a term, and for how many working days: a pause that runs without an end counts up to now. */
export function pauseUse(
  term: RunningTerm,
  ground: string,
  law: Pick<Law, 'calendarVersion' | 'now'>,
): { readonly times: number; readonly workingDays: number } {
  const calendar = calendarOfTerm(law, term);
  const pauses = pausesOf(term, calendarsOfTerm(law, term)).filter((pause) => pause.ground === ground);
  return {
    times: term.events.filter((event) => event.type === 'suspended' && event.ground === ground).length,
    workingDays: pauses.reduce(
      (days, { from, to }) => days + workingDaysBetween(calendar, instantFromMs(from), Number.isFinite(to) ? instantFromMs(to) : law.now),
      0,
    ),
  };
}

const hasFixedDate = (limit: StageLimit): boolean => 'fixedDate' in limit;

export type SuspendTerm = { readonly taskId: TaskId; readonly by: PersonId; readonly ground: string; readonly until: Instant | null; readonly reason: string };

/**
 * Stops the clock. Repeated while it stands, it changes nothing.
 * @throws not_eligible (the holder, his head, or the clock keeper), pause_ground_unknown, pause_on_fixed_date, already_due,
 *   pause_budget, pause_end_required, and as `openTaskOf`
 */
export function suspendTerm(state: ReviewState, command: SuspendTerm, law: Law): readonly ReviewEvent[] {
  const task = openTaskOf(state, command.taskId);
  const { term } = task;
  const holds = waysToTake(law.directory, command.by, task).length > 0;
  requireAuthority(holds || isSupervisor(law, command.by, task), 'not_supervisor');
  if (!isRunning(term, law.now)) return [];
  const ground = (stageOf(law.route, task.stageKey).pauseGrounds ?? []).find((candidate) => candidate.code === command.ground);
  if (!ground) throw new DomainError('pause_ground_unknown', { ground: command.ground });
  if (hasFixedDate(term.limit)) throw new DomainError('pause_on_fixed_date');
  if (term.dueAt !== null && term.dueAt <= law.now) throw new DomainError('already_due', { dueAt: term.dueAt });
  if (ground.end === 'planned' && (command.until === null || command.until <= law.now)) throw new DomainError('pause_end_required', { pointer: '/until' });
  const { times, workingDays } = pauseUse(term, ground.code, law);
  // A pause without an end needs a day that is left; one with an end, all of its days.
  const asked = command.until === null ? 1 : workingDaysBetween(calendarOfTerm(law, term), law.now, command.until);
  if (times >= ground.maxTimes || workingDays + asked > ground.maxTotalWorkingDays) {
    throw new DomainError('pause_budget', {
      ground: ground.code,
      used: times,
      usedWorkingDays: workingDays,
      maxTimes: ground.maxTimes,
      maxTotalWorkingDays: ground.maxTotalWorkingDays,
    });
  }
  const entry: TermEvent = {
    type: 'suspended',
    at: law.now,
    from: law.now,
    ...(command.until === null ? {} : { until: command.until }),
    ground: ground.code,
    basis: ground.basis,
  };
  return [
    {
      type: 'TermSuspended',
      at: law.now,
      taskId: task.id,
      by: command.by,
      ground: ground.code,
      basis: ground.basis,
      until: command.until,
      term: withEntry(term, entry, law),
    },
  ];
}

/** Lets the clock run again before its planned end. Repeated, it changes nothing. @throws not_eligible, and as `openTaskOf` */
export function resumeTerm(state: ReviewState, command: { readonly taskId: TaskId; readonly by: PersonId }, law: Law): readonly ReviewEvent[] {
  const task = openTaskOf(state, command.taskId);
  const holds = waysToTake(law.directory, command.by, task).length > 0;
  requireAuthority(holds || isSupervisor(law, command.by, task), 'not_supervisor');
  return resumed(task, command.by, law);
}

/** The clock running again; nothing where it runs already. */
export const resumed = (task: TaskState, by: PersonId | null, law: Law): readonly ReviewEvent[] =>
  isRunning(task.term, law.now)
    ? []
    : [{ type: 'TermResumed', at: law.now, taskId: task.id, by, term: withEntry(task.term, { type: 'resumed', at: law.now }, law) }];

export type RequestExtension = { readonly taskId: TaskId; readonly by: PersonId; readonly requestId: string; readonly amount: number; readonly reason: string };

/** @throws not_eligible, extend_budget, comment_required, amount_invalid, and as `openTaskOf` */
export function requestExtension(state: ReviewState, command: RequestExtension, law: Law): readonly ReviewEvent[] {
  const task = openTaskOf(state, command.taskId);
  const seated = waysToTake(law.directory, command.by, task).length > 0;
  requireAuthority(seated || isSupervisor(law, command.by, task) || ladderGrants(state, task, command.by, 'extend', law), 'no_seat');
  if (command.reason.trim() === '') throw new DomainError('comment_required', { pointer: '/reason' });
  checkExtension(task, command.amount);
  return [
    { type: 'ExtensionRequested', at: law.now, taskId: task.id, by: command.by, requestId: command.requestId, amount: command.amount, reason: command.reason },
  ];
}

export type DecideExtension = { readonly taskId: TaskId; readonly by: PersonId; readonly requestId: string; readonly grant: boolean; readonly reason: string };

/** A second person decides: the clock keeper, never the one who asked. @throws not_eligible, second_person_needed, request_unknown, extend_budget, already_due */
export function decideExtension(state: ReviewState, command: DecideExtension, law: Law): readonly ReviewEvent[] {
  const task = openTaskOf(state, command.taskId);
  const request = requestOf(task, 'extend', command.requestId);
  requireAuthority(isClockKeeper(law, command.by), 'not_clock_keeper');
  if (request.by === command.by) throw new DomainError('second_person_needed');
  if (!command.grant) return [{ type: 'ExtensionRefused', at: law.now, taskId: task.id, by: command.by, requestId: request.id, reason: command.reason }];
  return [
    extended(
      task,
      { by: command.by, requestId: request.id, amount: request.amount, basis: command.reason.trim() === '' ? request.reason : command.reason },
      law,
    ),
  ];
}

/** Lengthens a term in a new epoch, in which every rung may fire once more. @throws extend_budget, amount_invalid */
export function extended(
  task: TaskState,
  grant: { readonly by: PersonId | null; readonly requestId: string | null; readonly amount: number; readonly basis: string },
  law: Law,
): ReviewEvent {
  checkExtension(task, grant.amount);
  const entry: TermEvent = { type: 'extended', by: grant.amount, basis: grant.basis };
  return { type: 'TermExtended', at: law.now, taskId: task.id, ...grant, term: withEntry(task.term, entry, law, task.term.epoch + 1) };
}

function checkExtension(task: TaskState, amount: number): void {
  if (!Number.isSafeInteger(amount) || amount < 1 || amount > 366) throw new DomainError('amount_invalid', { pointer: '/amount' });
  const rule = task.term.limit.extend;
  const times = task.term.events.filter((event) => event.type === 'extended').length;
  const total = budgetOf(task.term).extended;
  if (!rule || hasFixedDate(task.term.limit) || times >= rule.maxTimes || total + amount > rule.maxTotal) {
    throw new DomainError('extend_budget', { times, total, maxTimes: rule?.maxTimes ?? 0, maxTotal: rule?.maxTotal ?? 0 });
  }
}

export type ProposeAdjustment = {
  readonly taskId: TaskId;
  readonly by: PersonId;
  readonly requestId: string;
  readonly amount: number;
  readonly reason: string;
};

/** A correction of the past, with evidence; it needs a second person. @throws not_eligible, amount_invalid, comment_required */
export function proposeAdjustment(state: ReviewState, command: ProposeAdjustment, law: Law): readonly ReviewEvent[] {
  const task = openTaskOf(state, command.taskId);
  requireAuthority(isSupervisor(law, command.by, task), 'not_supervisor');
  if (!Number.isSafeInteger(command.amount) || command.amount === 0 || Math.abs(command.amount) > 366)
    throw new DomainError('amount_invalid', { pointer: '/amount' });
  if (command.reason.trim() === '') throw new DomainError('comment_required', { pointer: '/reason' });
  return [
    { type: 'AdjustmentProposed', at: law.now, taskId: task.id, by: command.by, requestId: command.requestId, amount: command.amount, reason: command.reason },
  ];
}

/** @throws not_eligible, second_person_needed, request_unknown */
export function confirmAdjustment(
  state: ReviewState,
  command: { readonly taskId: TaskId; readonly by: PersonId; readonly requestId: string },
  law: Law,
): readonly ReviewEvent[] {
  const task = openTaskOf(state, command.taskId);
  const request = requestOf(task, 'adjust', command.requestId);
  requireAuthority(isSupervisor(law, command.by, task), 'not_supervisor');
  if (request.by === command.by) throw new DomainError('second_person_needed');
  const term = withEntry(task.term, { type: 'adjusted', by: request.amount, reason: request.reason }, law);
  return [{ type: 'TermAdjusted', at: law.now, taskId: task.id, by: command.by, requestId: request.id, amount: request.amount, reason: request.reason, term }];
}

function requestOf(task: TaskState, kind: TermRequest['kind'], id: string): TermRequest {
  const request = task.requests.find((candidate) => candidate.id === id && candidate.kind === kind);
  if (!request) throw new DomainError('request_unknown', { id });
  return request;
}
