/** Folding each review's facts gives what the tables hold, and no state the law does not know. */
import type { Reader } from '../../db/reader.js';
import { nextWakeOf } from '../../domain/escalation/review-view.js';
import { isOpen, phaseOfReview, publicationOf, standingOf } from '../../domain/review/review.js';
import { clockOf } from '../../domain/shared/ids.js';
import type { KnownReview, Records } from './records.js';
import { reporter, type Violation } from './violation.js';

/** What a table holds of a review, or what its facts come to: one line a row. */
type Lines = { readonly table: string; readonly lines: readonly string[] };

const line = (...parts: readonly unknown[]): string =>
  parts.map((part) => (part === null || part === undefined ? '-' : typeof part === 'boolean' ? String(Number(part)) : String(part))).join(' ');

const STORED = [
  ['reviews', 'SELECT id AS review, CONCAT_WS(" ", phase, IFNULL(outcome, "-"), revision) AS line FROM reviews'],
  ['stages', 'SELECT review_id AS review, CONCAT_WS(" ", id, status, IFNULL(outcome, "-"), IFNULL(opened_by, "-"), round) AS line FROM stages'],
  ['tasks', 'SELECT review_id AS review, CONCAT_WS(" ", id, status, is_open, version, unit_id, IFNULL(decision_id, "-")) AS line FROM tasks'],
  [
    'task_candidates',
    'SELECT t.review_id AS review, CONCAT_WS(" ", c.task_id, c.person_id, c.is_open) AS line FROM task_candidates c JOIN tasks t ON t.id = c.task_id',
  ],
  ['rung_firings', 'SELECT review_id AS review, CONCAT_WS(" ", term_of, epoch, rung_key, result) AS line FROM rung_firings'],
  ['decisions', 'SELECT review_id AS review, CONCAT_WS(" ", id, task_id, task_version, verdict, actor_id, channel) AS line FROM decisions'],
  ['tracks', 'SELECT review_id AS review, CONCAT_WS(" ", id, IFNULL(outcome, "-")) AS line FROM tracks'],
  ['publications', 'SELECT review_id AS review, id AS line FROM publications'],
] as const;

function folded({ id, state }: KnownReview): readonly Lines[] {
  const clocks = [
    ...state.tasks.map((task) => ({ of: task.id as string, rungs: task.rungs })),
    ...(state.limitTerm ? [{ of: id as string, rungs: state.limitTerm.rungs }] : []),
    ...state.tracks.flatMap((track) => (track.clock ? [{ of: clockOf(id, track.key) as string, rungs: track.clock.rungs }] : [])),
    ...state.tracks.flatMap(({ key, publication }) => (publication ? [{ of: clockOf(id, publicationOf(key)) as string, rungs: publication.clock.rungs }] : [])),
  ];
  return [
    { table: 'reviews', lines: [line(phaseOfReview(state), state.outcome, state.revision)] },
    { table: 'stages', lines: state.stages.map((stage) => line(stage.id, stage.status, stage.outcome, stage.openedBy, stage.round)) },
    { table: 'tasks', lines: state.tasks.map((task) => line(task.id, task.status, isOpen(task), task.version, task.unitId, task.decisionId)) },
    { table: 'task_candidates', lines: state.tasks.flatMap((task) => task.candidates.map((person) => line(task.id, person, isOpen(task)))) },
    { table: 'rung_firings', lines: clocks.flatMap(({ of, rungs }) => rungs.map((rung) => line(of, rung.epoch, rung.key, rung.result))) },
    { table: 'decisions', lines: state.decisions.map((one) => line(one.id, one.taskId, one.taskVersion, one.verdict, one.actor, one.channel)) },
    { table: 'tracks', lines: state.tracks.map((track) => line(clockOf(id, track.key), track.outcome)) },
    { table: 'publications', lines: state.tracks.flatMap(({ key, publication }) => (publication ? [clockOf(id, publicationOf(key))] : [])) },
  ];
}

export async function unfaithfulTables(reader: Reader, { reviews }: Records): Promise<readonly Violation[]> {
  const { report, violations } = reporter('facts fold to the tables');
  const stored = new Map<string, Set<string>>();
  for (const [table, sql] of STORED) {
    for (const row of await reader.rows<{ review: string; line: string }>(sql)) {
      const key = `${table} ${row.review}`;
      stored.set(key, (stored.get(key) ?? new Set<string>()).add(row.line));
    }
  }
  for (const review of reviews) {
    for (const { table, lines } of folded(review)) {
      const rows = new Set(stored.get(`${table} ${review.id}`));
      for (const wanted of lines) if (!rows.delete(wanted)) report(review.id, `${table} lacks: ${wanted}`);
      for (const extra of rows) report(review.id, `${table} has besides: ${extra}`);
    }
  }
  const moments = await reader.rows<{ id: string; due: string | null; breached: string | null; wake: string | null }>(
    `SELECT id, due_at AS due, breached_at AS breached, NULL AS wake FROM tasks
     UNION ALL SELECT id, NULL, NULL, next_wake_at FROM reviews`,
  );
  const known = new Map(moments.map((row) => [row.id, row]));
  for (const { id, state, law } of reviews) {
    const wake = nextWakeOf(state, law);
    if ((known.get(id)?.wake ?? null) !== wake) report(id, `is next looked at ${known.get(id)?.wake ?? 'never'}, by its facts ${wake ?? 'never'}`);
    for (const task of state.tasks) {
      const row = known.get(task.id);
      if ((row?.due ?? null) !== task.term.dueAt) report(task.id, `due ${row?.due ?? 'never'}, by the facts ${task.term.dueAt ?? 'never'}`);
      if ((row?.breached ?? null) !== task.breachedAt) report(task.id, `breached ${row?.breached ?? 'never'}, by the facts ${task.breachedAt ?? 'never'}`);
    }
  }
  return violations;
}

/** What no sequence of acts may lead to. */
export function illegalStates({ reviews }: Records): readonly Violation[] {
  const { report, violations } = reporter('every state is legal');
  for (const { id, state, events } of reviews) {
    const times = events.map((event) => event.at);
    if (times.some((at, index) => index > 0 && at < (times[index - 1] ?? at))) report(id, 'its facts run backwards');
    for (const key of new Set(state.stages.map((stage) => stage.key))) {
      const rounds = state.stages.filter((stage) => stage.key === key);
      if (rounds.some((stage, index) => stage.round !== index + 1)) report(id, `rounds of ${key}: ${rounds.map((stage) => stage.round).join()}`);
      if (rounds.filter((stage) => stage.status === 'open').length > 1) report(id, `two open rounds of ${key}`);
    }
    for (const task of state.tasks) {
      const stage = state.stages.find((candidate) => candidate.id === task.stageId);
      if (isOpen(task) && (stage?.status !== 'open' || state.outcome !== null)) report(task.id, 'is open in a stage that is not');
      if ((task.status === 'done') !== (task.decisionId !== null)) report(task.id, `is ${task.status} with decision ${task.decisionId ?? 'none'}`);
      const counting = state.decisions.filter((one) => one.taskId === task.id && standingOf(state, one.id).t === 'counts');
      if (counting.length > 1) report(task.id, `has ${counting.length} decisions that count`);
    }
    const versions = state.decisions.map((one) => `${one.taskId} ${one.taskVersion}`);
    if (new Set(versions).size !== versions.length) report(id, 'one version of a task was decided twice');
  }
  return violations;
}
