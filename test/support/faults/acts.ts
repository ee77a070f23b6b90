/** What somebody may try next on a review, picked by the seed: mostly what is offered to him, sometimes what is not. */
import type { Act, Crowd, Person } from './crowd.js';

export type Pick = <T>(list: readonly T[]) => T;

type Named = { readonly id: string };
type TaskSeen = {
  readonly id: string;
  readonly etag: string;
  readonly reviewId: string;
  readonly stage: { readonly key: string };
  readonly role: string;
  readonly unit: Named;
  readonly contentDigest: string;
  readonly acts: readonly string[];
  readonly eligible: boolean;
  readonly verdicts: readonly { readonly verdict: string }[];
  readonly requests: readonly { readonly id: string; readonly kind: string; readonly mayDecide: boolean }[];
  readonly pauseGrounds: readonly { readonly code: string; readonly mayUse: boolean }[];
  readonly liftable: readonly Named[];
  readonly overrides: readonly { readonly person: Named; readonly mayGrant: boolean }[];
  readonly disputable: readonly string[];
  readonly settleable: readonly string[];
};
type ReviewSeen = {
  readonly id: string;
  readonly etag: string;
  readonly comments: readonly { readonly id: string; readonly disposition: unknown; readonly mayAnswer: boolean }[];
  readonly stages: readonly {
    readonly id: string;
    readonly status: string;
    readonly reopen: { readonly mayRequest: boolean; readonly mayConfirm: boolean };
    readonly tasks: readonly { readonly id: string; readonly status: string; readonly holders: readonly Named[] }[];
  }[];
};

export type World = {
  readonly crowd: Crowd;
  /** People who may come by and try. */
  readonly logins: readonly string[];
  /** Unit ids by their codes. */
  readonly units: ReadonlyMap<string, string>;
  /** Business time, in epoch milliseconds. */
  readonly now: () => Promise<number>;
  /** Working days the clock may still be moved by. */
  readonly days: { left: number };
};

const COORDINATOR = 'dauMoi@demo';
const DAY_MS = 86_400_000;
const isoOf = (at: number): string => new Date(at).toISOString();
const dateOf = (at: number): string => isoOf(at).slice(0, 10);

const PROPOSALS = ['bỏ bản sao', 'giảm số bản', 'bỏ bản sao, dùng dữ liệu dân cư'] as const;
const proposal = (note: string) => ({
  items: [
    {
      id: 'i1',
      type: 'dropPaper',
      track: 'province',
      reason: { criterion: 'reasonableness', text: note },
      targetProvision: null,
      ops: [{ path: 'dossier/d1/items/p2', op: 'remove' }],
      costLines: [],
    },
  ],
  effectiveOn: null,
  cost: { before: null, after: null },
  note,
});

/** One act of somebody on one of the reviews; null when there is nothing to be done by whoever came. */
export async function nextAct(world: World, reviews: readonly string[], pick: Pick): Promise<{ readonly who: Person; readonly act: Act } | null> {
  const { crowd } = world;
  const coordinator = await crowd.person(COORDINATOR);
  const chance = pick(Array.from({ length: 100 }, (_, index) => index));
  if (chance < 5) return moveClock(world, pick);
  if (chance < 9) return standIn(world, pick);
  const review = await coordinator.look<ReviewSeen>(`/reviews/${pick(reviews)}`);
  if (!review) return null;
  const onReview = chance < 24 ? await actOnReview(world, review, coordinator, chance, pick) : null;
  return onReview ?? actOnTask(world, review, pick);
}

async function moveClock({ crowd, days }: World, pick: Pick): Promise<{ readonly who: Person; readonly act: Act } | null> {
  const who = await crowd.person('admin@demo');
  if (days.left <= 0) return null;
  const step = pick([{ workingDays: 1 }, { workingDays: 2 }, { hours: 3 }]);
  days.left -= step.workingDays ?? 0;
  return { who, act: { kind: 'advance', method: 'POST', path: '/test-clock/advances', body: step } };
}

/** Somebody is away, or hands a post on. */
async function standIn({ crowd, now, units }: World, pick: Pick): Promise<{ readonly who: Person; readonly act: Act } | null> {
  const at = await now();
  const dates = { from: dateOf(at), to: dateOf(at + pick([2, 5]) * DAY_MS) };
  if (pick([true, false])) {
    const [away, substitute] = pick([
      ['kstthc@demo', 'thamtra2@demo'],
      ['truong.stc@demo', 'pho.stc@demo'],
      ['chuyenvien.snnmt@demo', 'chuyenvien2.snnmt@demo'],
    ] as const);
    const other = await crowd.person(substitute);
    return { who: await crowd.person(away), act: { kind: 'absence', method: 'POST', path: '/absences', body: { substituteId: other.id, ...dates } } };
  }
  const [owner, delegate, unit] = pick([
    ['truongDonVi@demo', 'chuyenvien2.snnmt@demo', 'snnmt'],
    ['truong.stp@demo', 'chuyenvien.stp@demo', 'stp'],
    ['truong.stc@demo', 'chuyenvien.stc@demo', 'stc'],
  ] as const);
  const body = { delegateId: (await crowd.person(delegate)).id, kind: 'TUQ', unitId: units.get(unit), role: 'unitHead', document: '12/GUQ', ...dates };
  return { who: await crowd.person(owner), act: { kind: 'delegate', method: 'POST', path: '/delegations', body } };
}

async function actOnReview(
  { crowd, logins }: World,
  review: ReviewSeen,
  coordinator: Person,
  chance: number,
  pick: Pick,
): Promise<{ readonly who: Person; readonly act: Act } | null> {
  if (chance < 10) return { who: coordinator, act: { kind: 'withdraw', method: 'POST', path: `/reviews/${review.id}/withdrawals`, body: { reason: 'Trùng' } } };
  if (chance < 17) {
    const who = await crowd.person(pick(['chuyenvien.snnmt@demo', 'chuyenvien2.snnmt@demo']));
    return { who, act: { kind: 'revise', method: 'PUT', path: `/reviews/${review.id}/proposal`, body: proposal(pick(PROPOSALS)), seen: review.etag } };
  }
  const closed = review.stages.filter((stage) => stage.reopen.mayConfirm || stage.reopen.mayRequest);
  if (chance < 19 && closed.length > 0) {
    const stage = pick(closed);
    // Two people: whoever asked does not confirm.
    const who = pick([true, false]) ? coordinator : await crowd.person('truongphong.kstthc@demo');
    const kind = stage.reopen.mayConfirm ? 'confirmReopen' : 'requestReopen';
    const path = `/reviews/${review.id}/${kind === 'requestReopen' ? 'reopen-requests' : 'reopenings'}`;
    return { who, act: { kind, method: 'POST', path, body: { stageId: stage.id, reason: 'Sót' } } };
  }
  const open = review.comments.find((comment) => comment.disposition === null);
  if (open) {
    const who = await crowd.person(pick(['truongDonVi@demo', 'chuyenvien.snnmt@demo']));
    const body = { kind: pick(['accepted', 'explained']), text: 'Đã giải trình' };
    return { who, act: { kind: 'answer', method: 'POST', path: `/reviews/${review.id}/comments/${open.id}/answers`, body } };
  }
  if (chance >= 21) return null;
  return { who: await crowd.person(pick(logins)), act: { kind: 'comment', method: 'POST', path: `/reviews/${review.id}/comments`, body: { text: 'Góp ý' } } };
}

async function actOnTask(world: World, review: ReviewSeen, pick: Pick): Promise<{ readonly who: Person; readonly act: Act } | null> {
  const { crowd, logins } = world;
  const tasks = review.stages.flatMap((stage) => stage.tasks.map((task) => ({ ...task, stageId: stage.id, stageOpen: stage.status === 'open' })));
  const open = tasks.filter((task) => task.status === 'unclaimed' || task.status === 'inProgress');
  if (tasks.length === 0) return null;
  const task = open.length > 0 && pick([true, true, true, true, false]) ? pick(open) : pick(tasks);
  const held = pick([true, true, true, false, false]) && task.holders.length > 0 ? await crowd.byId(pick(task.holders).id) : null;
  const who = held ?? (await crowd.person(pick([true, false]) ? COORDINATOR : pick(logins)));
  const seen = await who.look<TaskSeen>(`/tasks/${task.id}`);
  if (!seen) return null;
  // Everybody may comment on everything, always.
  const rare = pick([true, ...Array.from({ length: 11 }, () => false)]) ? ['decide'] : ['decide', 'comment'];
  const tries = [...seen.acts.filter((name) => !rare.includes(name)), ...answersTo(seen)];
  if (seen.eligible && (tries.length === 0 || pick([true, true, true, false])))
    return { who, act: verdictOn(seen, pick(seen.verdicts.map((one) => one.verdict)), pick) };
  // Somebody who may not decide tries it all the same.
  const bold = pick([true, ...Array.from({ length: 9 }, () => false)]);
  if (tries.length === 0 && !bold) return null;
  if (bold) return { who, act: verdictOn(seen, 'approve', pick) };
  const act = await offered(world, seen, pick(tries), pick);
  return act && { who, act };
}

/** What waits for a second person, and what may be questioned. */
const answersTo = (task: TaskSeen): readonly string[] => [
  ...task.requests.filter((request) => request.mayDecide).map(({ kind }) => (kind === 'extend' ? 'decideExtension' : 'confirmAdjustment')),
  ...(task.overrides.some((one) => one.mayGrant) ? ['grantOverride'] : []),
  ...(task.liftable.length > 0 ? ['requestOverride'] : []),
  ...(task.disputable.length > 0 ? ['dispute'] : []),
  ...(task.settleable.length > 0 ? ['resolveDispute', 'resolveDispute'] : []),
];

const verdictOn = (task: TaskSeen, verdict: string, pick: Pick): Act => ({
  kind: 'decide',
  method: 'POST',
  path: `/tasks/${task.id}/decisions`,
  body: {
    verdict,
    comment: verdict === 'approve' ? pick(['', 'Nhất trí']) : 'Thiếu căn cứ',
    contentDigest: task.contentDigest,
    ...(pick([true, false]) && { objection: 'Giữ nguyên' }),
  },
  seen: task.etag,
});

/** What the house offered, as a request. */
async function offered({ now }: World, task: TaskSeen, name: string, pick: Pick): Promise<Act | null> {
  const on = (path: string, body: unknown = {}): Act => ({ kind: name, method: 'POST', path: `/tasks/${task.id}${path}`, body, seen: task.etag });
  const inDays = async (days: number): Promise<string> => isoOf((await now()) + days * DAY_MS);
  const [request] = task.requests.filter((one) => one.mayDecide);
  switch (name) {
    case 'claim':
    case 'takeOver':
      return on('/claims');
    case 'release':
      return on('/releases');
    case 'reassign':
      return on('/reassignments', { unitId: task.unit.id, role: pick(['officer', 'unitHead', task.role]), reason: 'Phân công lại' });
    case 'pause': {
      const ground = task.pauseGrounds.find((one) => one.mayUse);
      return ground ? on('/pauses', { ground: ground.code, until: await inDays(pick([1, 3])), reason: 'Chờ bổ sung' }) : null;
    }
    case 'resume':
      return on('/resumptions');
    case 'requestInformation':
      return on('/information-requests', { question: 'Số liệu năm 2026?', until: await inDays(2) });
    case 'submitInformation':
      return on('/information', { text: 'Đây là số liệu' });
    case 'requestExtension':
      return on('/extension-requests', { amount: 1, reason: 'Phức tạp' });
    case 'decideExtension':
      return request?.kind === 'extend' ? on(`/extension-requests/${request.id}/decisions`, { grant: pick([true, true, false]), reason: 'Xét' }) : null;
    case 'proposeAdjustment':
      return on('/adjustments', { amount: pick([1, -1]), reason: 'Ghi nhầm' });
    case 'confirmAdjustment':
      return request?.kind === 'adjust' ? on(`/adjustments/${request.id}/confirmations`) : null;
    case 'recall':
      return on('/recalls', { reason: 'Xem lại' });
    case 'comment':
      return { kind: name, method: 'POST', path: `/reviews/${task.reviewId}/comments`, body: { text: 'Góp ý', taskId: task.id } };
    case 'requestOverride':
      return task.liftable[0] ? on('/overrides', { personId: task.liftable[0].id, reason: 'Thiếu người' }) : null;
    case 'grantOverride': {
      const asked = task.overrides.find((one) => one.mayGrant);
      return asked ? on('/overrides/grants', { personId: asked.person.id, reason: 'Thiếu người' }) : null;
    }
    case 'dispute':
      return pick([true, false, false, false, false, false]) && task.disputable[0]
        ? { kind: name, method: 'POST', path: `/decisions/${task.disputable[0]}/disputes`, body: {} }
        : null;
    case 'resolveDispute':
      return task.settleable[0]
        ? {
            kind: name,
            method: 'POST',
            path: `/decisions/${task.settleable[0]}/disputes/resolutions`,
            body: { outcome: pick(['upheld', 'annulled']), reason: 'Đã rõ' },
          }
        : null;
    default:
      return null;
  }
}
