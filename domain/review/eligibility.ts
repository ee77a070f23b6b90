/**
 * Why a person may decide a task, or may not: ordered rules, each with its outcome and sentence.
 * Refusal and explanation are the same function, so they cannot differ.
 */
import { DomainError, type Text } from '../shared/errors.js';
import type { PersonId, TaskId } from '../shared/ids.js';
import { isPersonal, stageOf, type Assurance, type Exclusion, type Stage, type Verdict, ASSURANCES } from '../route/route.js';
import { claimant } from './claims.js';
import { waysToFill, type WayToFill } from './directory.js';
import type { Law } from './law.js';
import { findTask, isFrozen, isOpen, standingOf, type ReviewState, type TaskState } from './review.js';

export const ELIGIBILITY_RULES = ['holding', 'duties', 'claim', 'verdict', 'assurance', 'state'] as const;
export type EligibilityRule = (typeof ELIGIBILITY_RULES)[number];

export type RuleOutcome = { readonly rule: EligibilityRule; readonly pass: boolean; readonly code: EligibilityCode; readonly sentence: Text };

export const ELIGIBILITY_SENTENCES = {
  holds_seat: { vi: 'Bạn giữ vai trò được giao việc này.', en: 'You hold the post this task is given to.' },
  stands_in: {
    vi: 'Bạn được ủy quyền, hoặc làm thay người vắng mặt giữ vai trò này.',
    en: 'You are delegated, or stand in for the absent holder of this post.',
  },
  no_seat: { vi: 'Bạn không giữ vai trò được giao việc này.', en: 'You do not hold the post this task is given to.' },
  role_ended: { vi: 'Vai trò của bạn ở đơn vị được giao đã kết thúc.', en: 'Your post in the assigned unit has ended.' },
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
  decided_before: {
    vi: 'Bạn đã quyết định ở bước trước của cùng phương án nên không được quyết định ở bước này.',
    en: 'You decided an earlier stage of this proposal, so you may not decide this one.',
  },
  answered_before: { vi: 'Bạn đã cho ý kiến ở bước này với vai trò khác.', en: 'You have answered this stage already in another post.' },
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

const outcome = (rule: EligibilityRule, pass: boolean, code: EligibilityCode): RuleOutcome => ({ rule, pass, code, sentence: ELIGIBILITY_SENTENCES[code] });

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
  const rules = [
    way === null
      ? outcome('holding', false, task.candidates.includes(person) ? 'role_ended' : 'no_seat')
      : outcome('holding', true, way.onBehalfOf === null ? 'holds_seat' : 'stands_in'),
    dutiesOf(state, task, person, way, law),
  ];
  const holder = isOpen(task) ? claimant(task, law) : null;
  rules.push(holder === null || holder === person ? outcome('claim', true, 'unclaimed') : outcome('claim', false, 'claimed_by_other'));
  if (verdict !== undefined)
    rules.push(stage.verdicts.includes(verdict) ? outcome('verdict', true, 'verdict_open') : outcome('verdict', false, 'verdict_closed'));
  if (assurance !== null) {
    const enough = ASSURANCES.indexOf(assurance) >= ASSURANCES.indexOf(stage.minAssurance);
    rules.push(enough ? outcome('assurance', true, 'proof_enough') : outcome('assurance', false, 'proof_low'));
  }
  if (isFrozen(state)) rules.push(outcome('state', false, 'review_frozen'));
  else rules.push(isOpen(task) && state.outcome === null ? outcome('state', true, 'task_open') : outcome('state', false, 'task_closed'));
  return rules;
}

/** How the person would act: in his own right first, else for somebody, preferring a way no duty forbids. */
export function wayOf(state: ReviewState, task: TaskState, person: PersonId, law: Law): WayToFill | null {
  // Where each candidate has a task of his own, a colleague of the same post answers his, not this one.
  const personal = isPersonal(stageOf(law.route, task.stageKey));
  const ways = waysToFill(law.directory, person, task.unitId, task.role)
    .filter((way) => !personal || task.candidates.includes(way.onBehalfOf ?? person))
    // A member who stands in for the one whose task it is answers it for him, and his own in his own right.
    .toSorted((a, b) => (personal ? Number(b.onBehalfOf === task.candidates[0]) - Number(a.onBehalfOf === task.candidates[0]) : 0));
  return ways.find((way) => dutiesOf(state, task, person, way, law).pass) ?? ways[0] ?? null;
}

function dutiesOf(state: ReviewState, task: TaskState, person: PersonId, way: WayToFill | null, law: Law): RuleOutcome {
  const stage = stageOf(law.route, task.stageKey);
  const people = way?.onBehalfOf ? [person, way.onBehalfOf] : [person];
  const broken = people.map((one) => dutyAgainst(state, stage, one, law, task.round)).find((code) => code !== null);
  if (broken === undefined) return outcome('duties', true, 'duties_clear');
  const lifted =
    stage.duties.override !== 'never' && task.overrides.some((override) => override.person === person && override.until !== null && override.until > law.now);
  return lifted ? outcome('duties', true, 'duties_lifted') : outcome('duties', false, broken);
}

/** The duty that keeps a person from a stage, or null. @param round of the task at hand; null before it opens */
export function dutyAgainst(
  state: ReviewState,
  stage: Stage,
  person: PersonId,
  law: Pick<Law, 'directory'>,
  round: number | null = null,
): EligibilityCode | null {
  return stage.duties.exclude.map((duty) => brokenBy(duty, state, stage, person, law, round)).find((code) => code !== null) ?? null;
}

function brokenBy(
  duty: Exclusion,
  state: ReviewState,
  stage: Stage,
  person: PersonId,
  { directory }: Pick<Law, 'directory'>,
  round: number | null,
): EligibilityCode | null {
  if (duty === 'author') return state.authors.includes(person) ? 'is_author' : null;
  if (duty === 'delegateOfAuthor') {
    const linked =
      directory.delegations.some(
        ({ delegateId, ownerId }) => (delegateId === person && state.authors.includes(ownerId)) || (ownerId === person && state.authors.includes(delegateId)),
      ) || directory.absences.some((absence) => absence.substituteId === person && state.authors.includes(absence.personId));
    return linked ? 'stands_for_author' : null;
  }
  const counted = state.decisions.filter(
    (decision) => standingOf(state, decision.id).t === 'counts' && (decision.actor === person || decision.onBehalfOf === person),
  );
  if (duty === 'answeredTwice') return counted.some((decision) => decision.stageKey === stage.key && decision.round === round) ? 'answered_before' : null;
  return counted.some((decision) => duty.decidedStage.includes(decision.stageKey)) ? 'decided_before' : null;
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
  const failing = rules.filter((rule) => !rule.pass);
  const task = findTask(state, taskId);
  const way = task && wayOf(state, task, person, law);
  const [first] = failing;
  if (first || !way) {
    const why = failing.map((rule) => ({ code: rule.code, sentence: rule.sentence }));
    const only = (rule: EligibilityRule): boolean => failing.every((one) => one.rule === rule);
    if (first && only('assurance')) throw new DomainError('step_up_required', { why });
    if (first && only('claim')) throw new DomainError('claimed', { why });
    if (first?.code === 'review_frozen') throw new DomainError('frozen', { why });
    throw new DomainError('not_eligible', { why });
  }
  return { trace: rules.map((rule) => rule.code), way };
}
