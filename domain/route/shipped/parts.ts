/** What the shipped routes share: reminders, ladders, grounds for a pause, seats. Every number is tenant data. */
import type { ExecutionTerms, PauseGround, Remedy, Route, Rung, Who } from '../route.js';

const wd = (offset: number, clock?: string): Rung['at'] =>
  clock === undefined ? { ref: 'due', offset, unit: 'workingDays' } : { ref: 'due', offset, unit: 'workingDays', clock };

/** @policy default reminders of the handbook (five and two working days before, and the due morning) */
export const DEFAULT_REMINDERS: readonly Rung[] = [
  { key: 'before5', name: { vi: 'Nhắc trước hạn 5 ngày', en: 'Reminder, 5 days before' }, at: wd(-5), notify: ['assignees'] },
  { key: 'before2', name: { vi: 'Nhắc trước hạn 2 ngày', en: 'Reminder, 2 days before' }, at: wd(-2), notify: ['assignees'] },
  { key: 'dueDay', name: { vi: 'Đến hạn hôm nay', en: 'Due today' }, at: wd(0, '08:30'), notify: ['assignees', 'unitHead'] },
];

/** For limits of three to five days. */
export const SHORT_REMINDERS = DEFAULT_REMINDERS.slice(1);
/** For limits too short for a reminder on another day. */
export const DUE_DAY_ONLY = DEFAULT_REMINDERS.slice(2);

/** @policy default ladder: unit → coordinator → head of the control office → vice chairman → chairman */
export const DEFAULT_LADDER: readonly Rung[] = [
  { key: 'late1', name: { vi: 'Quá hạn 1 ngày', en: '1 day late' }, at: wd(1), notify: ['assignees', 'unitHead', 'coordinator'] },
  {
    key: 'late2',
    name: { vi: 'Đôn đốc (quá hạn 2 ngày)', en: 'Urged, 2 days late' },
    at: wd(2),
    notify: ['unitHead', 'coordinator'],
    remedies: ['reassign', 'extend'],
  },
  {
    key: 'late5',
    name: { vi: 'Báo cáo đầu mối kiểm soát (5 ngày)', en: 'Reported to the control office, 5 days late' },
    at: wd(5),
    notify: ['controlHead'],
    remedies: ['reassign', 'extend'],
  },
  {
    key: 'late8',
    name: { vi: 'Báo cáo lãnh đạo (8 ngày)', en: 'Reported to the leadership, 8 days late' },
    at: wd(8),
    notify: ['leader'],
    remedies: ['reassign', 'extend', 'decideInOwnRight'],
  },
];

/** For terms set by law, which nobody may lengthen. */
export const LADDER_WITHOUT_EXTENSION: readonly Rung[] = DEFAULT_LADDER.map((rung) =>
  rung.remedies ? { ...rung, remedies: rung.remedies.filter((remedy: Remedy) => remedy !== 'extend') } : rung,
);

/** @policy the limit of the whole review tells the coordinator, and decides nothing */
export const REVIEW_LADDER: readonly Rung[] = [
  { key: 'reviewLate', name: { vi: 'Quá hạn toàn bộ việc rà soát', en: 'The whole review is late' }, at: wd(0), notify: ['coordinator'] },
];

/** @legal Quyết định 766/QĐ-TTg (2022): the clock stands while a supplement is awaited, and more than one request counts as late */
export const SUPPLEMENT: PauseGround = {
  code: 'supplement',
  name: { vi: 'Chờ bổ sung, làm rõ hồ sơ', en: 'Waiting for a supplement' },
  basis: 'Quyết định 766/QĐ-TTg năm 2022',
  maxTimes: 1,
  maxTotalWorkingDays: 10,
  end: 'planned',
};

/** @policy a difficulty reported to the office that settles it; the number of the local rule replaces this basis */
export const OBSTACLE: PauseGround = {
  code: 'obstacle',
  name: { vi: 'Chờ xử lý khó khăn, vướng mắc đã báo cáo', en: 'Waiting for a reported difficulty to be settled' },
  basis: 'Quy định của địa phương về báo cáo, xử lý khó khăn, vướng mắc',
  maxTimes: 2,
  maxTotalWorkingDays: 10,
  end: 'planned',
};

/** @legal Nghị định 63/2010/NĐ-CP (as amended), Điều 31 khoản 1: what is beyond the province is asked of the ministry */
export const MINISTRY: PauseGround = {
  code: 'ministry',
  name: { vi: 'Chờ bộ, ngành trả lời', en: 'Waiting for a ministry' },
  basis: 'Nghị định 63/2010/NĐ-CP (sửa đổi), Điều 31 khoản 1',
  maxTimes: 2,
  maxTotalWorkingDays: 60,
  end: 'open',
};

/** @legal Luật Tổ chức chính quyền địa phương 72/2025/QH15: the council decides in session */
export const COUNCIL_SESSION: PauseGround = {
  code: 'councilSession',
  name: { vi: 'Chờ kỳ họp Hội đồng nhân dân', en: 'Waiting for a session of the provincial council' },
  basis: 'Luật Tổ chức chính quyền địa phương 72/2025/QH15',
  maxTimes: 1,
  maxTotalWorkingDays: 60,
  end: 'open',
};

export const COORDINATOR: Who = [{ unit: { holderOf: 'coordinator' }, role: 'coordinator' }];
export const CONTROL_HEAD: Who = [{ unit: { holderOf: 'coordinator' }, role: 'unitHead' }];
export const APPRAISERS: Who = [{ unit: { holderOf: 'appraiser' }, role: 'appraiser' }];
export const LEADER: Who = [{ unit: { holderOf: 'leader' }, role: 'leader' }];
/** The chairman stands above the leader who signs. */
export const CHAIRMAN: Who = [{ unit: { holderOf: 'leader' }, role: 'unitHead' }];
export const OWNER_HEAD: Who = [{ unit: 'owner', role: 'unitHead' }];
export const LEGAL_OPINION: Who = [{ unit: { holderOf: 'consultee' }, role: 'consultee' }];

/**
 * @legal Nghị định 63/2010/NĐ-CP (as amended), Điều 15: a province publishes at least 5 days before the text takes
 *   effect; Điều 24: entry in the national database within 5 working days after signing
 * @policy the terms of the tracks, for which no statutory limit was found
 */
export const EXECUTION_TERMS: ExecutionTerms = {
  province: { workingDays: 20 },
  council: { workingDays: 60 },
  ministryReply: { workingDays: 30 },
  publishBeforeEffect: { days: 5, basis: 'Nghị định 63/2010/NĐ-CP (sửa đổi), Điều 15' },
  enterDatabase: { workingDays: 5, basis: 'Nghị định 63/2010/NĐ-CP (sửa đổi), Điều 24' },
};

/** What every shipped route starts from. */
export const FIRST_VERSION: Pick<Route, 'version' | 'clockKeeper' | 'reviewLadder'> = { version: 1, clockKeeper: 'coordinator', reviewLadder: REVIEW_LADDER };
