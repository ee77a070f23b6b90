/** One task as a row of any list: what it is about, where it stands, how late it is. */
import type { Role, Stage, StageKey, Verdict } from '../domain/route/route.js';
import { stageOf } from '../domain/route/route.js';
import { calendarsOfTerm } from '../domain/review/law.js';
import type { ActChannel, RunningTerm, TaskStatus } from '../domain/review/review.js';
import type { Text } from '../domain/shared/errors.js';
import type { Instant, LocalDate } from '../domain/shared/instant.js';
import type { Reader } from '../db/reader.js';
import { dueOnOf, latenessOf, termDaysLeft, type Lateness } from './lateness.js';
import { namePeople, type PersonName, type UnitName } from './people.js';
import type { Rulebook } from './rulebook.js';
import { readFirings, rungReached, type RungReached } from './rungs.js';

export type ProcedureName = { readonly id: string; readonly code: string; readonly name: string; readonly field: string };

export type DecisionBrief = {
  readonly id: string;
  readonly verdict: Verdict;
  readonly by: PersonName;
  readonly channel: ActChannel;
  readonly recordedAt: Instant;
  readonly late: boolean;
};

export type TaskRow = {
  readonly id: string;
  readonly version: number;
  readonly reviewId: string;
  readonly stage: { readonly key: StageKey; readonly name: Text };
  readonly kind: Stage['kind'];
  readonly status: TaskStatus;
  /** Null once the task is withdrawn: nobody is late with what was taken away. */
  readonly lateness: Lateness | null;
  readonly procedure: ProcedureName;
  readonly campaign: { readonly id: string; readonly name: string } | null;
  readonly unit: UnitName;
  readonly role: Role;
  readonly round: number;
  readonly openedAt: Instant;
  /** Null while an open-ended pause holds the clock, or until the calendar reaches far enough. */
  readonly dueAt: Instant | null;
  readonly dueOn: LocalDate | null;
  readonly provisional: boolean;
  /** Nothing is due until the working calendar is prolonged. */
  readonly needsCalendar: boolean;
  /** Negative when late; null for a task that is no longer open. */
  readonly workingDaysLeft: number | null;
  readonly rung: RungReached | null;
  /** Yearly compliance cost in đồng; null while a side is unknown. */
  readonly costBefore: number | null;
  readonly costAfter: number | null;
  /** Before less after, relief positive. */
  readonly saving: number | null;
  readonly decision: DecisionBrief | null;
};

/** Columns and joins every task list shares; `t` is the task, `u` its unit, `r` the review, `ou` the owner unit. */
export const TASK_COLUMNS = `
  t.id, t.version, t.review_id, t.stage_key, t.round, t.role, t.status, t.is_open, t.opened_at, t.due_at, t.provisional, t.term,
  u.id AS unit_id, u.code AS unit_code, u.name AS unit_name, u.calendar_id,
  r.route_key, r.route_version, p.id AS procedure_id, p.code AS procedure_code, p.name AS procedure_name, p.field AS procedure_field,
  c.id AS campaign_id, c.name AS campaign_name, pr.cost_before, pr.cost_after,
  d.id AS decision_id, d.verdict, d.actor_id, d.channel, d.recorded_at, d.late`;

export const TASK_JOINS = `
  JOIN reviews r ON r.id = t.review_id
  JOIN units u ON u.id = t.unit_id
  JOIN units ou ON ou.id = r.owner_unit_id
  JOIN procedures p ON p.id = r.procedure_id
  LEFT JOIN campaigns c ON c.id = r.campaign_id
  LEFT JOIN proposals pr ON pr.review_id = r.id AND pr.revision = r.revision
  LEFT JOIN decisions d ON d.id = t.decision_id`;

export type TaskRecord = {
  readonly id: string;
  readonly version: number;
  readonly review_id: string;
  readonly stage_key: string;
  readonly round: number;
  readonly role: Role;
  readonly status: TaskStatus;
  readonly is_open: number;
  readonly opened_at: Instant;
  readonly due_at: Instant | null;
  readonly provisional: number;
  readonly term: string;
  readonly unit_id: string;
  readonly unit_code: string;
  readonly unit_name: string;
  readonly calendar_id: string;
  readonly route_key: string;
  readonly route_version: number;
  readonly procedure_id: string;
  readonly procedure_code: string;
  readonly procedure_name: string;
  readonly procedure_field: string;
  readonly campaign_id: string | null;
  readonly campaign_name: string | null;
  readonly cost_before: string | null;
  readonly cost_after: string | null;
  readonly decision_id: string | null;
  readonly verdict: Verdict | null;
  readonly actor_id: string | null;
  readonly channel: ActChannel | null;
  readonly recorded_at: Instant | null;
  readonly late: number | null;
};

/** A BIGINT of đồng as a number. @throws Error beyond the safe integers, which no yearly cost reaches */
export function dong(text: string | number | null): number | null {
  if (text === null) return null;
  const amount = Number(text);
  if (!Number.isSafeInteger(amount)) throw new Error(`not a safe amount of đồng: ${text}`);
  return amount;
}

export const savingOf = (before: number | null, after: number | null): number | null => (before === null || after === null ? null : before - after);

/** Turns fetched records into rows, with the names and rungs they need. */
export async function taskRowsOf(reader: Reader, records: readonly TaskRecord[], rules: Rulebook, now: Instant): Promise<readonly TaskRow[]> {
  const people = await namePeople(
    reader,
    records.map((record) => record.actor_id),
  );
  const firings = await readFirings(
    reader,
    records.map((record) => record.review_id),
  );
  return records.map((record) => {
    const stage = stageOf(rules.route(record.route_key, Number(record.route_version)), record.stage_key);
    const term = JSON.parse(record.term) as RunningTerm;
    const calendar = rules.calendar(record.calendar_id);
    const open = Number(record.is_open) === 1;
    const [costBefore, costAfter] = [dong(record.cost_before), dong(record.cost_after)];
    return {
      id: record.id,
      version: Number(record.version),
      reviewId: record.review_id,
      stage: { key: record.stage_key, name: stage.name },
      kind: stage.kind,
      status: record.status,
      lateness: latenessOfRecord(record, open, () => latenessOf(calendar, record.due_at, now)),
      procedure: { id: record.procedure_id, code: record.procedure_code, name: record.procedure_name, field: record.procedure_field },
      campaign: record.campaign_id === null ? null : { id: record.campaign_id, name: record.campaign_name ?? '' },
      unit: { id: record.unit_id, code: record.unit_code, name: record.unit_name },
      role: record.role,
      round: Number(record.round),
      openedAt: record.opened_at,
      dueAt: record.due_at,
      dueOn: dueOnOf(calendar, record.due_at),
      provisional: Number(record.provisional) === 1,
      needsCalendar: term.needsCalendar === true,
      workingDaysLeft: open ? termDaysLeft(calendar, term, calendarsOfTerm(rules, term), record.due_at, now) : null,
      rung: rungReached(stage, term, firings.get(record.id) ?? []),
      costBefore,
      costAfter,
      saving: savingOf(costBefore, costAfter),
      decision: decisionOfRecord(record, people),
    };
  });
}

/** A decided task keeps the lateness of its decision; a withdrawn one has none. */
function latenessOfRecord(record: TaskRecord, open: boolean, now: () => Lateness): Lateness | null {
  if (open) return now();
  if (record.decision_id === null) return null;
  return Number(record.late) === 1 ? 'overdue' : 'onTime';
}

const decisionOfRecord = (record: TaskRecord, people: (id: string) => PersonName): DecisionBrief | null =>
  record.decision_id === null || record.verdict === null || record.actor_id === null || record.channel === null || record.recorded_at === null
    ? null
    : {
        id: record.decision_id,
        verdict: record.verdict,
        by: people(record.actor_id),
        channel: record.channel,
        recordedAt: record.recorded_at,
        late: Number(record.late) === 1,
      };
