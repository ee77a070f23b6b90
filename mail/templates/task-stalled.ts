/** The letter about a late task that nothing moves by itself any more: a verdict by law was refused, or a rung could not act. */
import type { SilenceRefusal } from '../../domain/review/silence.js';
import type { RungRecord } from '../../domain/review/review.js';
import type { Text } from '../../domain/shared/errors.js';
import { need, type LetterBody, type LetterModel, type Locale } from './model.js';
import { dueWords, portalOf, procedureWords, say } from './words.js';

type Stalled = SilenceRefusal | Extract<RungRecord['acted'], 'refused' | 'noEligible'>;

const REASONS = {
  disputed: { vi: 'có ý kiến đang bị báo “không phải tôi”', en: 'a verdict is reported as “not me”' },
  noNotice: { vi: 'chưa báo trước cho mọi người được giao', en: 'not everybody asked was told beforehand' },
  noticeLate: { vi: 'thư báo trước đến muộn', en: 'the notice came too late' },
  noProof: { vi: 'không có chứng cứ thư báo trước đã đến', en: 'nothing proves that the notice arrived' },
  bounced: { vi: 'thư báo trước bị trả lại', en: 'the notice bounced' },
  inboundUnread: { vi: 'thư đến chưa được đọc hết', en: 'mail received has not been read to the end' },
  roundsSpent: { vi: 'đã hết số vòng trả lại', en: 'the rounds of returning are spent' },
  refused: { vi: 'việc mà nấc đôn đốc phải làm không còn được phép', en: 'what the rung was to do is not allowed any more' },
  noEligible: { vi: 'không còn ai được phép nhận việc', en: 'nobody is left who may take the task' },
} as const satisfies Record<Stalled, Text>;

const isReason = (code: string): code is Stalled => Object.hasOwn(REASONS, code);

export function taskStalled(model: LetterModel, locale: Locale): LetterBody {
  const t = say(locale);
  const task = need(model.task, 'task');
  const code = need(model.reason, 'reason');
  if (!isReason(code)) throw new Error(`no words for the reason ${code}`);
  return {
    subject: t({
      vi: `[TinhGọn] ${model.procedure.code} · Việc quá hạn cần người xử lý`,
      en: `[TinhGọn] ${model.procedure.code} · A late task needs somebody`,
    }),
    opening: t({
      vi: `Bước “${task.stageName.vi}” của thủ tục ${procedureWords(model)} đã quá hạn và không tự chuyển được nữa: ${REASONS[code].vi}. Bước vẫn mở.`,
      en: `The stage “${task.stageName.en}” of ${procedureWords(model)} is late, and nothing moves it by itself any more: ${REASONS[code].en}. It stays open.`,
    }),
    rows: [
      [t({ vi: 'Đơn vị', en: 'Unit' }), task.unit],
      [t({ vi: 'Hạn', en: 'Due' }), dueWords(model, locale)],
    ],
    quote: null,
    digits: null,
    paragraphs: [
      t({
        vi: 'Nhắc người được giao, giao lại việc, hoặc gia hạn. Không ai được coi là đã đồng ý.',
        en: 'Urge those it was given to, reassign it, or extend its term. Nobody is taken to have agreed.',
      }),
    ],
    button: null,
    portal: portalOf(model, locale),
    why: t({
      vi: 'Bạn nhận thư này vì phụ trách đơn vị được giao, hoặc là đầu mối kiểm soát thủ tục hành chính.',
      en: 'You get this letter as head of the unit it was given to, or as coordinator.',
    }),
  };
}
