/** Words for how an act came, how sure we are of its author, whom a rung tells, how things ended. */
import type { Assurance, Audience, Remedy, StageOutcome } from '../route/route.js';
import type { Text } from '../shared/errors.js';
import type { ActChannel, ReviewOutcome } from './review.js';

export const CHANNEL_WORDS: Readonly<Record<ActChannel, Text>> = {
  web: { vi: 'trên cổng TinhGọn', en: 'in the portal' },
  api: { vi: 'qua giao diện lập trình', en: 'through the API' },
  mailLink: { vi: 'qua liên kết trong thư', en: 'through the link in a letter' },
  mailReply: { vi: 'qua thư trả lời', en: 'by reply to a letter' },
  cli: { vi: 'qua dòng lệnh', en: 'from the command line' },
  system: { vi: 'do hệ thống', en: 'by the system' },
};

export const ASSURANCE_WORDS: Readonly<Record<Assurance, Text>> = {
  A1: { vi: 'A1 – giữ liên kết trong thư', en: 'A1 – held the link of the letter' },
  A2: { vi: 'A2 – xác nhận qua hộp thư đã đăng ký', en: 'A2 – confirmed through the registered mailbox' },
  A3: { vi: 'A3 – đã đăng nhập', en: 'A3 – signed in' },
  A4: { vi: 'A4 – đã đăng nhập với yếu tố thứ hai', en: 'A4 – signed in with a second factor' },
};

export const AUDIENCE_WORDS: Readonly<Record<Audience, Text>> = {
  assignees: { vi: 'người được giao', en: 'the assignees' },
  unitHead: { vi: 'thủ trưởng đơn vị', en: 'the head of the unit' },
  coordinator: { vi: 'đầu mối kiểm soát thủ tục hành chính', en: 'the coordinator of procedure control' },
  controlHead: { vi: 'lãnh đạo cơ quan kiểm soát thủ tục hành chính', en: 'the head of the control office' },
  leader: { vi: 'lãnh đạo Ủy ban nhân dân', en: 'the leadership of the People’s Committee' },
};

/** What a superior may do about a late task, as a phrase of a letter. */
export const REMEDY_WORDS: Readonly<Record<Remedy, Text>> = {
  reassign: { vi: 'giao lại việc cho người khác', en: 'reassign the task' },
  extend: { vi: 'đề nghị gia hạn', en: 'ask for more time' },
  addReviewer: { vi: 'thêm người cho ý kiến', en: 'have one more person asked' },
  decideInOwnRight: { vi: 'tự quyết định theo thẩm quyền của bạn', en: 'decide it in your own right' },
};

export const REVIEW_OUTCOME_WORDS: Readonly<Record<ReviewOutcome, Text>> = {
  approved: { vi: 'phương án đã được phê duyệt', en: 'the proposal was approved' },
  rejected: { vi: 'phương án không được phê duyệt', en: 'the proposal was rejected' },
  withdrawn: { vi: 'việc rà soát đã được rút', en: 'the review was withdrawn' },
};

export const STAGE_OUTCOME_WORDS: Readonly<Record<StageOutcome, Text>> = {
  approved: { vi: 'đồng ý', en: 'approved' },
  rejected: { vi: 'không đồng ý', en: 'rejected' },
  returned: { vi: 'trả lại', en: 'returned' },
  opinion: { vi: 'đã đủ ý kiến', en: 'all asked have answered' },
};
