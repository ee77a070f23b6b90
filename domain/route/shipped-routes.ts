/**
 * The route a new installation starts with. Every number is tenant data: limits and rungs are edited as a new version.
 */
import type { Rung, Route } from './route.js';

const wd = (offset: number, clock?: string): Rung['at'] =>
  clock === undefined ? { ref: 'due', offset, unit: 'workingDays' } : { ref: 'due', offset, unit: 'workingDays', clock };

/** @policy default reminders of the handbook (five and two working days before, and the due morning) */
export const DEFAULT_REMINDERS: readonly Rung[] = [
  { key: 'before5', name: { vi: 'Nhắc trước hạn 5 ngày', en: 'Reminder, 5 days before' }, at: wd(-5), notify: ['assignees'] },
  { key: 'before2', name: { vi: 'Nhắc trước hạn 2 ngày', en: 'Reminder, 2 days before' }, at: wd(-2), notify: ['assignees'] },
  { key: 'dueDay', name: { vi: 'Đến hạn hôm nay', en: 'Due today' }, at: wd(0, '08:30'), notify: ['assignees', 'unitHead'] },
];

/** @policy default ladder: unit → coordinator → head of the control office → vice chairman → chairman */
export const DEFAULT_LADDER: readonly Rung[] = [
  { key: 'late1', name: { vi: 'Quá hạn 1 ngày', en: '1 day late' }, at: wd(1), notify: ['assignees', 'unitHead', 'coordinator'] },
  { key: 'late2', name: { vi: 'Đôn đốc (quá hạn 2 ngày)', en: 'Urged, 2 days late' }, at: wd(2), notify: ['unitHead', 'coordinator'], remedies: ['reassign', 'extend'] },
  { key: 'late5', name: { vi: 'Báo cáo đầu mối kiểm soát (5 ngày)', en: 'Reported to the control office, 5 days late' }, at: wd(5), notify: ['controlHead'], remedies: ['reassign', 'extend'] },
  { key: 'late8', name: { vi: 'Báo cáo lãnh đạo (8 ngày)', en: 'Reported to the leadership, 8 days late' }, at: wd(8), notify: ['leader'], remedies: ['reassign', 'extend', 'decideInOwnRight'] },
];

/**
 * Review of a procedure by a province: the owning unit assesses, two units are consulted side by side, the control
 * unit appraises, the leadership approves.
 * @legal Nghị định 63/2010/NĐ-CP (as amended), Điều 27–31
 */
export const PROVINCIAL_REVIEW: Route = {
  key: 'provincialReview',
  version: 1,
  name: { vi: 'Rà soát thủ tục hành chính cấp tỉnh', en: 'Provincial review of a procedure' },
  reviewLimit: { workingDays: 45 },
  reviewLadder: [
    { key: 'reviewLate', name: { vi: 'Quá hạn toàn bộ việc rà soát', en: 'The whole review is late' }, at: wd(0), notify: ['coordinator'] },
  ],
  stages: [
    {
      key: 'assess',
      name: { vi: 'Đánh giá, đề xuất', en: 'Assess and propose' },
      kind: 'author',
      who: [{ unit: 'owner', role: 'unitHead' }],
      fallback: [{ unit: { holderOf: 'coordinator' }, role: 'coordinator' }],
      mode: { t: 'one' },
      verdicts: ['approve'],
      covers: ['*'],
      minAssurance: 'A1',
      duties: { exclude: [] },
      limit: { workingDays: 10 },
      reminders: DEFAULT_REMINDERS,
      ladder: DEFAULT_LADDER,
    },
    {
      key: 'consultUnits',
      name: { vi: 'Lấy ý kiến đơn vị liên quan', en: 'Consult the units concerned' },
      kind: 'opinion',
      who: [{ unit: { holderOf: 'finance' }, role: 'unitHead' }],
      fallback: [{ unit: { holderOf: 'coordinator' }, role: 'coordinator' }],
      mode: { t: 'one' },
      verdicts: ['approve', 'reject', 'noOpinion'],
      covers: ['*'],
      minAssurance: 'A1',
      duties: { exclude: ['author'] },
      limit: { workingDays: 5 },
      reminders: DEFAULT_REMINDERS.slice(1),
      ladder: DEFAULT_LADDER,
    },
    {
      key: 'consultLaw',
      name: { vi: 'Lấy ý kiến về tính hợp pháp', en: 'Consult on lawfulness' },
      kind: 'opinion',
      who: [{ unit: { holderOf: 'consultee' }, role: 'consultee' }],
      fallback: [{ unit: { holderOf: 'coordinator' }, role: 'coordinator' }],
      mode: { t: 'one' },
      verdicts: ['approve', 'reject', 'noOpinion'],
      covers: ['*'],
      minAssurance: 'A1',
      duties: { exclude: ['author'] },
      limit: { workingDays: 3 },
      reminders: DEFAULT_REMINDERS.slice(1),
      ladder: DEFAULT_LADDER,
    },
    {
      key: 'appraise',
      name: { vi: 'Thẩm tra', en: 'Appraise' },
      kind: 'appraisal',
      who: [{ unit: { holderOf: 'appraiser' }, role: 'appraiser' }],
      fallback: [{ unit: { holderOf: 'coordinator' }, role: 'coordinator' }],
      mode: { t: 'one' },
      verdicts: ['approve', 'return', 'reject'],
      covers: ['*'],
      minAssurance: 'A1',
      duties: { exclude: ['author', { decidedStage: ['assess'] }] },
      limit: { workingDays: 5 },
      reminders: DEFAULT_REMINDERS.slice(1),
      ladder: DEFAULT_LADDER,
      returns: { to: ['assess'], maxRounds: 3 },
    },
    {
      key: 'approve',
      name: { vi: 'Phê duyệt', en: 'Approve' },
      kind: 'approval',
      who: [{ unit: { holderOf: 'leader' }, role: 'leader' }],
      fallback: [{ unit: { holderOf: 'coordinator' }, role: 'coordinator' }],
      mode: { t: 'one' },
      verdicts: ['approve', 'return', 'reject'],
      covers: ['*'],
      minAssurance: 'A2',
      duties: { exclude: ['author', { decidedStage: ['assess', 'appraise'] }] },
      limit: { workingDays: 5 },
      reminders: DEFAULT_REMINDERS.slice(1),
      ladder: DEFAULT_LADDER,
      returns: { to: ['assess'], maxRounds: 3 },
    },
  ],
  edges: [
    { from: 'start', to: ['assess'] },
    { from: 'assess', on: 'approved', to: ['consultUnits', 'consultLaw'] },
    { from: 'consultUnits', on: 'opinion', to: ['appraise'] },
    { from: 'consultLaw', on: 'opinion', to: ['appraise'] },
    { from: 'appraise', on: 'approved', to: ['approve'] },
    { from: 'appraise', on: 'returned', to: ['assess'] },
    { from: 'appraise', on: 'rejected', to: 'closeRejected' },
    { from: 'approve', on: 'approved', to: 'closeApproved' },
    { from: 'approve', on: 'returned', to: ['assess'] },
    { from: 'approve', on: 'rejected', to: 'closeRejected' },
  ],
};
