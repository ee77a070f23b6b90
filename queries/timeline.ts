/** The facts of a review as a timeline: who did what, when, through what, on which content, with its place in the chain. */
import { findTask, type ReviewEvent, type ReviewState } from '../domain/review/review.js';
import { allRungsOf, stageOf, type Route, type StageKey, type Verdict } from '../domain/route/route.js';
import type { Text } from '../domain/shared/errors.js';
import type { Instant } from '../domain/shared/instant.js';
import { nameOfStepRung } from '../domain/escalation/execution-steps.js';
import { EXECUTION_STEP_LABELS } from '../domain/shared/labels.js';
import type { Reader } from '../db/reader.js';
import { factWords } from './fact-words.js';
import { namePeople, nameUnits, type PersonName } from './people.js';
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

const WHOLE_REVIEW: Text = { vi: 'toàn bộ việc rà soát', en: 'the whole review' };

/** Everybody a fact names beside its actor. */
const peopleIn = (event: ReviewEvent): readonly (string | null)[] => {
  switch (event.type) {
    case 'RungFired':
      return event.rung.told;
    case 'DecisionRecorded':
      return [event.decision.actor, event.decision.onBehalfOf];
    case 'OverrideRequested':
    case 'OverrideGranted':
      return [event.person];
    case 'DecisionDisputed':
      return [event.by];
    default:
      return [];
  }
};

export async function timelineOf(reader: Reader, facts: readonly RecordedFact[], state: ReviewState, route: Route): Promise<readonly TimelineEntry[]> {
  const people = await namePeople(
    reader,
    facts.flatMap(({ event, actorId }) => [actorId, ...peopleIn(event)]),
  );
  const units = await nameUnits(
    reader,
    facts.flatMap(({ event }) => (event.type === 'PublicationOpened' ? [event.unitId] : [])),
  );
  return facts.map(({ seq, event, actorId, channel, recordedAt, hash, previousHash }) => {
    const where = placeOf(event, state, route);
    const decision = event.type === 'DecisionRecorded' ? event.decision : null;
    const told = event.type === 'RungFired' ? event.rung.told.map(people) : [];
    const rung =
      event.type === 'RungFired'
        ? {
            key: event.rung.key,
            name: event.step === undefined ? rungName(event.rung.key, where.stage?.key ?? null, route) : nameOfStepRung(event.step, event.rung.key),
            result: event.rung.result,
          }
        : null;
    return {
      seq,
      type: event.type,
      at: recordedAt,
      actor: actorId === null ? null : people(actorId),
      channel,
      onBehalfOf: decision?.onBehalfOf ? people(decision.onBehalfOf) : null,
      summary: factWords(event, {
        stage: where.stage?.name ?? ('step' in event && typeof event.step === 'string' ? EXECUTION_STEP_LABELS[event.step] : WHOLE_REVIEW),
        round: where.round,
        rung: rung?.name ?? null,
        told,
        person: people,
        unit: event.type === 'PublicationOpened' ? units(event.unitId).name : '',
      }),
      ...where,
      verdict: decision?.verdict ?? null,
      comment: decision?.comment ?? null,
      outcome: 'outcome' in event ? event.outcome : null,
      revision: 'revision' in event ? event.revision : null,
      changed: 'changed' in event ? event.changed : null,
      rung,
      told,
      reason: 'reason' in event ? (event.reason ?? null) : null,
      contentDigest: decision?.contentDigest ?? null,
      hash,
      previousHash,
    };
  });
}

type Place = Pick<TimelineEntry, 'stage' | 'round' | 'taskId'>;

/** The stage and task a fact is about. */
function placeOf(event: ReviewEvent, state: ReviewState, route: Route): Place {
  const named = (key: StageKey): TimelineEntry['stage'] => ({ key, name: stageOf(route, key).name });
  if (event.type === 'StageOpened') return { stage: named(event.key), round: event.round, taskId: null };
  if ('stageId' in event) {
    const stage = state.stages.find((candidate) => candidate.id === event.stageId);
    return { stage: stage ? named(stage.key) : null, round: stage?.round ?? null, taskId: null };
  }
  const taskId = event.type === 'DecisionRecorded' ? event.decision.taskId : 'taskId' in event ? event.taskId : null;
  const task = taskId === null ? null : findTask(state, taskId);
  return task ? { stage: named(task.stageKey), round: task.round, taskId: task.id } : { stage: null, round: null, taskId: null };
}

function rungName(key: string, stageKey: StageKey | null, route: Route): Text {
  const rungs = stageKey === null ? (route.reviewLadder ?? []) : allRungsOf(stageOf(route, stageKey));
  return rungs.find((rung) => rung.key === key)?.name ?? { vi: key, en: key };
}
