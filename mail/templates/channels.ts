/** What a decision came through, in words. */
import type { ActChannel } from '../../domain/review/review.js';
import type { Assurance } from '../../domain/route/route.js';
import type { Text } from '../../domain/shared/errors.js';

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
