/**
 * Why a person may decide a task, or may not: ordered rules, each with its outcome and sentence.
 * Refusal and explanation are the same function, so they cannot differ.
 */
import { DomainError, type Text } from '../shared/errors.js';
import type { PersonId, TaskId } from '../shared/ids.js';
import { stageOf, type Assurance, type Verdict, ASSURANCES } from '../route/route.js';
import { claimant } from './claims.js';
import type { WayToFill } from './directory.js';
import { dutiesOfAct, keepsOut, wayOf } from './duties.js';
import type { Law } from './law.js';
import { findTask, isFrozen, isOpen, type ReviewState, type TaskState } from './review.js';

export const ELIGIBILITY_RULES = ['holding', 'duties', 'ownerDuties', 'claim', 'verdict', 'assurance', 'state'] as const;
export type EligibilityRule = (typeof ELIGIBILITY_RULES)[number];
/** A superior decides in his own right only what is late. */
export type OwnRightRule = EligibilityRule | 'late';

export type RuleOutcome<R extends OwnRightRule = EligibilityRule> = {
  readonly rule: R;
  readonly pass: boolean;
  readonly code: EligibilityCode;
  readonly sentence: Text;
};

export const ELIGIBILITY_SENTENCES = {
  holds_seat: { vi: 'Bạn giữ vai trò được giao việc này.', en: 'You hold the post this task is given to.' },
  stands_in: {
    vi: 'Bạn được ủy quyền, hoặc làm thay người vắng mặt giữ vai trò này.',
    en: 'You are delegated, or stand in for the absent holder of this post.',
  },
  no_seat: { vi: 'Bạn không giữ vai trò được giao việc này.', en: 'You do not hold the post this task is given to.' },
  role_ended: { vi: 'Vai trò của bạn ở đơn vị được giao đã kết thúc.', en: 'Your post in the assigned unit has ended.' },
  superior_told: {
    vi: 'Thang đôn đốc đã báo đến bạn và cho phép bạn tự quyết định việc này.',
    en: 'The ladder has told your post and lets you decide this task yourself.',
  },
  not_superior: {
    vi: 'Thang đôn đốc chưa trao cho bạn quyền tự quyết định việc này.',
    en: 'The ladder has not given you the right to decide this task yourself.',
  },
  past_due: { vi: 'Việc đã quá hạn.', en: 'The task is past due.' },
  not_past_due: { vi: 'Việc chưa quá hạn nên chỉ người được giao quyết định.', en: 'The task is not past due, so only those it was given to decide.' },
  duties_clear: { vi: 'Bạn không vướng quy định tách bạch trách nhiệm.', en: 'No separation-of-duties rule excludes you.' },
  duties_lifted: {
    vi: 'Quy định tách bạch trách nhiệm được cho qua bởi hai người, cho riêng việc này.',
    en: 'Two people lifted the separation-of-duties rule for this one task.',
  },
  is_author: { vi: 'Bạn là người soạn phương án nên không được quyết định ở bước này.', en: 'You wrote the proposal, so you may not decide at this stage.' },
  stands_for_author: {
    vi: 'Bạn làm thay, hoặc đã ủy quyền cho, người soạn phương án nên không được quyết định ở bước này.',
    en: 'You stand in for the author, or the author for you, so you may not decide at this stage.',
  },
  in_authors_line: {
    vi: 'Bạn là cấp trên hoặc cấp dưới trực tiếp theo đơn vị của người soạn phương án nên không được quyết định ở bước này.',
    en: 'You head the unit of the author or one above it, or the author heads yours, so you may not decide at this stage.',
  },
  decided_before: {
    vi: 'Bạn đã quyết định ở bước trước của cùng phương án nên không được quyết định ở bước này.',
    en: 'You decided an earlier stage of this proposal, so you may not decide this one.',
  },
  answered_before: { vi: 'Bạn đã cho ý kiến ở bước này với vai trò khác.', en: 'You have answered this stage already in another post.' },
  owner_duties_clear: {
    vi: 'Người bạn thay mặt không vướng quy định tách bạch trách nhiệm.',
    en: 'No separation-of-duties rule excludes the person you act for.',
  },
  owner_duties_lifted: {
    vi: 'Quy định tách bạch trách nhiệm đối với người bạn thay mặt được cho qua bởi hai người, cho riêng việc này.',
    en: 'Two people lifted the separation-of-duties rule that excludes the person you act for, for this one task.',
  },
  owner_is_author: {
    vi: 'Người bạn thay mặt là người soạn phương án nên bạn không được quyết định thay ở bước này.',
    en: 'The person you act for wrote the proposal, so you may not decide this stage in that person’s place.',
  },
  owner_stands_for_author: {
    vi: 'Người bạn thay mặt đang làm thay, hoặc đã ủy quyền cho, người soạn phương án nên bạn không được quyết định thay ở bước này.',
    en: 'The person you act for stands in for the author, or the author for that person, so you may not decide this stage in that person’s place.',
  },
  owner_in_authors_line: {
    vi: 'Người bạn thay mặt là cấp trên hoặc cấp dưới trực tiếp theo đơn vị của người soạn phương án nên bạn không được quyết định thay ở bước này.',
    en: 'The person you act for heads the unit of the author or one above it, or is headed by the author, so you may not decide this stage in that person’s place.',
  },
  owner_decided_before: {
    vi: 'Người bạn thay mặt đã quyết định ở bước trước của cùng phương án nên bạn không được quyết định thay ở bước này.',
    en: 'The person you act for decided an earlier stage of this proposal, so you may not decide this one in that person’s place.',
  },
  owner_answered_before: {
    vi: 'Người bạn thay mặt đã có ý kiến ở bước này với vai trò khác.',
    en: 'The person you act for has answered this stage already in another post.',
  },
  unclaimed: { vi: 'Chưa ai nhận, hoặc chính bạn đang nhận việc này.', en: 'Nobody else has claimed this task.' },
  claimed_by_other: { vi: 'Người khác đang nhận việc này.', en: 'Somebody else has claimed this task.' },
  verdict_open: { vi: 'Loại ý kiến này được nhận ở bước này.', en: 'This stage takes that verdict.' },
  verdict_closed: { vi: 'Bước này không nhận loại ý kiến đó.', en: 'This stage does not take that verdict.' },
  proof_enough: { vi: 'Cách xác nhận danh tính đủ mức bước này yêu cầu.', en: 'How you proved who you are is enough for this stage.' },
  proof_low: {
    vi: 'Bước này cần xác nhận danh tính ở mức cao hơn: nhập mã gửi qua thư hoặc đăng nhập.',
    en: 'This stage needs a stronger proof of identity: enter the mailed code or sign in.',
  },
  task_open: { vi: 'Việc đang mở.', en: 'The task is open.' },
  task_closed: { vi: 'Việc đã khép lại.', en: 'The task is closed.' },
  review_frozen: { vi: 'Việc rà soát đang tạm giữ để xử lý một báo cáo “không phải tôi”.', en: 'The review is held while a “not me” report is settled.' },
} as const satisfies Record<string, Text>;
export type EligibilityCode = keyof typeof ELIGIBILITY_SENTENCES;

export const ruleOutcome = <R extends OwnRightRule>(rule: R, pass: boolean, code: EligibilityCode): RuleOutcome<R> => ({
  rule,
  pass,
  code,
  sentence: ELIGIBILITY_SENTENCES[code],
});

/** The rule a reason belongs to: a recorded trace keeps the reasons alone. */
const RULE_OF = {
  holds_seat: 'holding',
  stands_in: 'holding',
  no_seat: 'holding',
  role_ended: 'holding',
  superior_told: 'holding',
  not_superior: 'holding',
  past_due: 'late',
  not_past_due: 'late',
  duties_clear: 'duties',
  duties_lifted: 'duties',
  is_author: 'duties',
  stands_for_author: 'duties',
  in_authors_line: 'duties',
  decided_before: 'duties',
  answered_before: 'duties',
  owner_duties_clear: 'ownerDuties',
  owner_duties_lifted: 'ownerDuties',
  owner_is_author: 'ownerDuties',
  owner_stands_for_author: 'ownerDuties',
  owner_in_authors_line: 'ownerDuties',
  owner_decided_before: 'ownerDuties',
  owner_answered_before: 'ownerDuties',
  unclaimed: 'claim',
  claimed_by_other: 'claim',
  verdict_open: 'verdict',
  verdict_closed: 'verdict',
  proof_enough: 'assurance',
  proof_low: 'assurance',
  task_open: 'state',
  task_closed: 'state',
  review_frozen: 'state',
} as const satisfies Record<EligibilityCode, OwnRightRule>;

const isEligibilityCode = (code: string): code is EligibilityCode => Object.hasOwn(ELIGIBILITY_SENTENCES, code);

/** Why somebody could decide when he did, by the trace kept with his verdict: all of it held then, whatever holds today. */
export const explainTrace = (trace: readonly string[]): readonly RuleOutcome<OwnRightRule>[] =>
  trace.filter(isEligibilityCode).map((code) => ruleOutcome<OwnRightRule>(RULE_OF[code], true, code));

/** Which act is explained: without an assurance or a verdict those rules are left out. */
export type ActAsked = { readonly assurance: Assurance | null; readonly verdict?: Verdict };

/**
 * Every rule for one person on one task, in order; eligible when all pass. A stand-in passes every duty as himself and as
 * the person he stands for; of several ways to fill the seat the first that passes counts.
 * @throws not_found
 */
export function explainEligibility(state: ReviewState, taskId: TaskId, person: PersonId, asked: Assurance | null | ActAsked, law: Law): readonly RuleOutcome[] {
  const { assurance, verdict } = typeof asked === 'object' && asked !== null ? asked : { assurance: asked, verdict: undefined };
  const task = findTask(state, taskId);
  if (!task) throw new DomainError('not_found', { kind: 'task', id: taskId });
  const stage = stageOf(law.route, task.stageKey);
  const way = wayOf(state, task, person, law);
  const { own, owner } = dutiesOfAct(state, task, person, way, law);
  const rules: RuleOutcome[] = [
    way === null
      ? ruleOutcome('holding', false, [...task.candidates, ...(task.former ?? [])].includes(person) ? 'role_ended' : 'no_seat')
      : ruleOutcome('holding', true, way.onBehalfOf === null ? 'holds_seat' : 'stands_in'),
    ruleOutcome('duties', !keepsOut(own), own),
    ...(owner === null ? [] : [ruleOutcome('ownerDuties', !keepsOut(owner), owner)]),
  ];
  const holder = isOpen(task) ? claimant(state, task, law) : null;
  rules.push(holder === null || holder === person ? ruleOutcome('claim', true, 'unclaimed') : ruleOutcome('claim', false, 'claimed_by_other'));
  if (verdict !== undefined)
    rules.push(stage.verdicts.includes(verdict) ? ruleOutcome('verdict', true, 'verdict_open') : ruleOutcome('verdict', false, 'verdict_closed'));
  if (assurance !== null) {
    const enough = ASSURANCES.indexOf(assurance) >= ASSURANCES.indexOf(stage.minAssurance);
    rules.push(enough ? ruleOutcome('assurance', true, 'proof_enough') : ruleOutcome('assurance', false, 'proof_low'));
  }
  rules.push(stateRule(state, task));
  return rules;
}

export function stateRule(state: ReviewState, task: TaskState): RuleOutcome {
  if (isFrozen(state)) return ruleOutcome('state', false, 'review_frozen');
  return isOpen(task) && state.outcome === null ? ruleOutcome('state', true, 'task_open') : ruleOutcome('state', false, 'task_closed');
}

/** How a person is refused by the rules that fail; null when all pass. */
export function refusalOf(rules: readonly RuleOutcome<OwnRightRule>[]): DomainError | null {
  const failing = rules.filter((rule) => !rule.pass);
  const [first] = failing;
  if (!first) return null;
  const why = failing.map((rule) => ({ code: rule.code, sentence: rule.sentence }));
  const only = (rule: EligibilityRule): boolean => failing.every((one) => one.rule === rule);
  if (only('assurance')) return new DomainError('step_up_required', { why });
  if (only('claim')) return new DomainError('claimed', { why });
  if (first.code === 'review_frozen') return new DomainError('frozen', { why });
  return new DomainError('not_eligible', { why });
}

/** @throws not_eligible, claimed, step_up_required, frozen with the failing rules' codes; the task's own state is judged before */
export function assertEligible(
  state: ReviewState,
  taskId: TaskId,
  person: PersonId,
  assurance: Assurance,
  law: Law,
): { readonly trace: readonly EligibilityCode[]; readonly way: WayToFill } {
  const rules = explainEligibility(state, taskId, person, assurance, law);
  const refusal = refusalOf(rules);
  const task = findTask(state, taskId);
  const way = task && wayOf(state, task, person, law);
  if (refusal || !way) throw refusal ?? new DomainError('not_eligible', { why: [] });
  return { trace: rules.map((rule) => rule.code), way };
}
