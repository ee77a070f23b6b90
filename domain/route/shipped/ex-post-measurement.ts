/** Measuring, some time after a change, what it really brought. */
import type { Route } from '../route.js';
import { APPRAISERS, CHAIRMAN, CONTROL_HEAD, COORDINATOR, DEFAULT_LADDER, DEFAULT_REMINDERS, FIRST_VERSION, LEADER, LEGAL_OPINION, OBSTACLE, OWNER_HEAD, SHORT_REMINDERS } from './parts.js';

/**
 * The owning unit measures real numbers, times and costs, those affected are heard, the control unit verifies, the
 * leadership takes note. Nothing is proposed here: what falls short becomes a review of its own.
 * @legal Nghị định 63/2010/NĐ-CP (as amended), Điều 31 khoản 3 (monitoring of execution)
 * @policy all limits
 */
export const EX_POST_MEASUREMENT: Route = {
  ...FIRST_VERSION,
  key: 'exPostMeasurement',
  name: { vi: 'Đánh giá hiệu quả sau ban hành', en: 'Measurement after the change' },
  reviewLimit: { workingDays: 45 },
  stages: [
    {
      key: 'measure',
      name: { vi: 'Đo số liệu thực tế', en: 'Measure the real figures' },
      kind: 'appraisal',
      who: OWNER_HEAD,
      fallback: COORDINATOR,
      mode: { t: 'one' },
      verdicts: ['approve'],
      covers: ['*'],
      minAssurance: 'A1',
      duties: { exclude: [] },
      limit: { workingDays: 15, extend: { maxTimes: 2, maxTotal: 10 } },
      pauseGrounds: [OBSTACLE],
      reminders: DEFAULT_REMINDERS,
      ladder: DEFAULT_LADDER,
      silence: 'escalate',
    },
    {
      key: 'hearAffected',
      name: { vi: 'Lấy ý kiến đối tượng chịu tác động', en: 'Hear those affected' },
      kind: 'opinion',
      who: LEGAL_OPINION,
      fallback: COORDINATOR,
      mode: { t: 'one' },
      verdicts: ['approve', 'reject', 'noOpinion'],
      covers: ['*'],
      minAssurance: 'A1',
      duties: { exclude: ['author'] },
      limit: { workingDays: 10, extend: { maxTimes: 1, maxTotal: 5 } },
      reminders: DEFAULT_REMINDERS,
      ladder: DEFAULT_LADDER,
      silence: 'escalate',
    },
    {
      key: 'verify',
      name: { vi: 'Kiểm tra số liệu', en: 'Verify the figures' },
      kind: 'appraisal',
      who: APPRAISERS,
      fallback: CONTROL_HEAD,
      mode: { t: 'one' },
      verdicts: ['approve', 'return'],
      covers: ['*'],
      minAssurance: 'A1',
      duties: { exclude: ['author', { decidedStage: ['measure'] }] },
      limit: { workingDays: 5, extend: { maxTimes: 1, maxTotal: 5 } },
      reminders: SHORT_REMINDERS,
      ladder: DEFAULT_LADDER,
      returns: { to: ['measure'], maxRounds: 2 },
      silence: 'escalate',
    },
    {
      key: 'conclude',
      name: { vi: 'Lãnh đạo kết luận', en: 'The leadership concludes' },
      kind: 'approval',
      who: LEADER,
      fallback: CHAIRMAN,
      mode: { t: 'one' },
      verdicts: ['approve', 'reject'],
      covers: ['*'],
      minAssurance: 'A2',
      duties: { exclude: ['author', { decidedStage: ['measure', 'verify'] }] },
      limit: { workingDays: 5, extend: { maxTimes: 1, maxTotal: 5 } },
      reminders: SHORT_REMINDERS,
      ladder: DEFAULT_LADDER,
      silence: 'escalate',
    },
  ],
  edges: [
    { from: 'start', to: ['measure'] },
    { from: 'measure', on: 'approved', to: ['hearAffected'] },
    { from: 'hearAffected', on: 'opinion', to: ['verify'] },
    { from: 'verify', on: 'approved', to: ['conclude'] },
    { from: 'verify', on: 'returned', to: ['measure'] },
    { from: 'conclude', on: 'approved', to: 'closeApproved' },
    { from: 'conclude', on: 'rejected', to: 'closeRejected' },
  ],
};
