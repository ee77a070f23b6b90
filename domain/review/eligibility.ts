/**
 * Why a person may decide a task, or may not: ordered rules, each with its outcome and sentence.
 * Refusal and explanation are the same function, so they cannot differ.
 */
import { DomainError, type Text } from '../shared/errors.js';
import type { PersonId, TaskId } from '../shared/ids.js';
import { stageOf, type Assurance, ASSURANCES } from '../route/route.js';
import { holds } from './directory.js';
import type { Law } from './law.js';
import { findTask, isOpen, type ReviewState } from './review.js';

export const ELIGIBILITY_RULES = ['holding', 'duties', 'assurance', 'state'] as const;
export type EligibilityRule = (typeof ELIGIBILITY_RULES)[number];

export type RuleOutcome = { readonly rule: EligibilityRule; readonly pass: boolean; readonly code: string; readonly sentence: Text };

const SENTENCES = {
  holds_seat: { vi: 'Bạn giữ vai trò được giao việc này.', en: 'You hold the post this task is given to.' },
  no_seat: { vi: 'Bạn không giữ vai trò được giao việc này.', en: 'You do not hold the post this task is given to.' },
  role_ended: { vi: 'Vai trò của bạn ở đơn vị được giao đã kết thúc.', en: 'Your post in the assigned unit has ended.' },
  duties_clear: { vi: 'Bạn không vướng quy định tách bạch trách nhiệm.', en: 'No separation-of-duties rule excludes you.' },
  is_author: { vi: 'Bạn là người soạn phương án nên không được quyết định ở bước này.', en: 'You wrote the proposal, so you may not decide at this stage.' },
  decided_before: { vi: 'Bạn đã quyết định ở bước trước của cùng phương án nên không được quyết định ở bước này.', en: 'You decided an earlier stage of this proposal, so you may not decide this one.' },
  proof_enough: { vi: 'Cách xác nhận danh tính đủ mức bước này yêu cầu.', en: 'How you proved who you are is enough for this stage.' },
  proof_low: { vi: 'Bước này cần xác nhận danh tính ở mức cao hơn: nhập mã gửi qua thư hoặc đăng nhập.', en: 'This stage needs a stronger proof of identity: enter the mailed code or sign in.' },
  task_open: { vi: 'Việc đang mở.', en: 'The task is open.' },
  task_closed: { vi: 'Việc đã khép lại.', en: 'The task is closed.' },
} as const satisfies Record<string, Text>;

const outcome = (rule: EligibilityRule, pass: boolean, code: keyof typeof SENTENCES): RuleOutcome => ({ rule, pass, code, sentence: SENTENCES[code] });

/** Every rule for one person on one task, in order; eligible when all pass. `assurance` null leaves that rule out. */
export function explainEligibility(state: ReviewState, taskId: TaskId, person: PersonId, assurance: Assurance | null, law: Law): readonly RuleOutcome[] {
  const task = findTask(state, taskId);
  if (!task) throw new DomainError('not_found', { kind: 'task', id: taskId });
  const stage = stageOf(law.route, task.stageKey);
  const holdsNow = holds(law.directory, person, task.unitId, task.role);
  const wasAsked = task.candidates.includes(person);
  const seat = holdsNow ? outcome('holding', true, 'holds_seat') : outcome('holding', false, wasAsked ? 'role_ended' : 'no_seat');
  const excluded = stage.duties.exclude.map((duty) => {
    if (duty === 'author') return state.authors.includes(person) ? ('is_author' as const) : null;
    const decided = state.decisions.some((decision) => decision.actor === person && duty.decidedStage.includes(decision.stageKey));
    return decided ? ('decided_before' as const) : null;
  }).find((code) => code !== null);
  const rules = [seat, excluded ? outcome('duties', false, excluded) : outcome('duties', true, 'duties_clear')];
  if (assurance !== null) {
    const enough = ASSURANCES.indexOf(assurance) >= ASSURANCES.indexOf(stage.minAssurance);
    rules.push(enough ? outcome('assurance', true, 'proof_enough') : outcome('assurance', false, 'proof_low'));
  }
  rules.push(isOpen(task) && state.outcome === null ? outcome('state', true, 'task_open') : outcome('state', false, 'task_closed'));
  return rules;
}

/** @throws not_eligible with the failing rules' codes; assurance and state are judged by their own errors */
export function assertEligible(state: ReviewState, taskId: TaskId, person: PersonId, assurance: Assurance, law: Law): readonly string[] {
  const rules = explainEligibility(state, taskId, person, assurance, law);
  const failing = rules.filter((rule) => !rule.pass && rule.rule !== 'state');
  if (failing.length > 0) {
    const step = failing.every((rule) => rule.rule === 'assurance');
    throw new DomainError(step ? 'step_up_required' : 'not_eligible', {
      why: failing.map((rule) => ({ code: rule.code, sentence: rule.sentence })),
    });
  }
  return rules.map((rule) => rule.code);
}
