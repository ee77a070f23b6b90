/**
 * A superior decides a late task in his own right: the ladder has told his post and offers it. He answers for the task as a whole,
 * under every rule of an ordinary verdict but the seat.
 */
import type { Assurance } from '../route/route.js';
import { stageOf, ASSURANCES } from '../route/route.js';
import { DomainError } from '../shared/errors.js';
import type { PersonId, TaskId } from '../shared/ids.js';
import { dutiesOn, keepsOut } from './duties.js';
import { refusalOf, ruleOutcome, stateRule, type EligibilityCode, type OwnRightRule, type RuleOutcome } from './eligibility.js';
import type { Law } from './law.js';
import { ladderOffers } from './remedies.js';
import { findTask, type ReviewState } from './review.js';

/** Every rule for one superior on one task, in order; he may decide when all pass. @throws not_found */
export function explainOwnRight(
  state: ReviewState,
  taskId: TaskId,
  person: PersonId,
  assurance: Assurance | null,
  law: Law,
): readonly RuleOutcome<OwnRightRule>[] {
  const task = findTask(state, taskId);
  if (!task) throw new DomainError('not_found', { kind: 'task', id: taskId });
  const offered = ladderOffers(task, person, 'decideInOwnRight', law);
  const late = task.term.dueAt !== null && task.term.dueAt <= law.now;
  const duties = dutiesOn(state, task, person, null, law);
  const enough = assurance === null || ASSURANCES.indexOf(assurance) >= ASSURANCES.indexOf(stageOf(law.route, task.stageKey).minAssurance);
  return [
    ruleOutcome('holding', offered, offered ? 'superior_told' : 'not_superior'),
    ruleOutcome('late', late, late ? 'past_due' : 'not_past_due'),
    ruleOutcome('duties', !keepsOut(duties), duties),
    ...(assurance === null ? [] : [ruleOutcome('assurance', enough, enough ? 'proof_enough' : 'proof_low')]),
    stateRule(state, task),
  ];
}

/** @throws not_eligible, step_up_required, frozen with the failing rules' codes */
export function assertOwnRight(state: ReviewState, taskId: TaskId, person: PersonId, assurance: Assurance, law: Law): readonly EligibilityCode[] {
  const rules = explainOwnRight(state, taskId, person, assurance, law);
  const refusal = refusalOf(rules);
  if (refusal) throw refusal;
  return rules.map((rule) => rule.code);
}
