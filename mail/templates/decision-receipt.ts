/** The receipt of a verdict given by mail: the person's own witness of what was recorded. */
import { ASSURANCE_WORDS, CHANNEL_WORDS } from '../../domain/review/words.js';
import { VERDICT_LABELS } from '../../domain/shared/labels.js';
import { digestWords, momentWords } from '../../domain/shared/formats.js';
import { need, type LetterBody, type LetterModel, type Locale } from './model.js';
import { portalOf, procedureWords, say } from './words.js';

export function decisionReceipt(model: LetterModel, locale: Locale): LetterBody {
  const t = say(locale);
  const decision = need(model.decision, 'decision');
  const verdict = VERDICT_LABELS[decision.verdict][locale];
  return {
    subject: t({ vi: `[TinhGọn] ${model.procedure.code} · Đã ghi nhận ý kiến`, en: `[TinhGọn] ${model.procedure.code} · Your answer is recorded` }),
    opening: t({
      vi: `Đã ghi nhận ý kiến “${verdict}” của ${decision.by} ở bước “${decision.stageName.vi}”, thủ tục ${procedureWords(model)}.`,
      en: `The answer “${verdict}” of ${decision.by} is recorded in the stage “${decision.stageName.en}” of ${procedureWords(model)}.`,
    }),
    rows: [
      [t({ vi: 'Ý kiến', en: 'Answer' }), verdict],
      [
        t({ vi: 'Lúc', en: 'At' }),
        `${momentWords(decision.recordedAt)} (${decision.late ? t({ vi: 'quá hạn', en: 'late' }) : t({ vi: 'trong hạn', en: 'in time' })})`,
      ],
      [t({ vi: 'Cách thức', en: 'Channel' }), CHANNEL_WORDS[decision.channel][locale]],
      ...(decision.assurance === null ? [] : [[t({ vi: 'Mức xác nhận', en: 'Assurance' }), ASSURANCE_WORDS[decision.assurance][locale]] as const]),
      [t({ vi: 'Mã nội dung', en: 'Content code' }), digestWords(decision.digest)],
      [t({ vi: 'Số thứ tự trong sổ', en: 'Place in the log' }), String(decision.seq)],
      [t({ vi: 'Mã đầu sổ', en: 'Head of the log' }), decision.chainHead],
    ],
    quote: decision.comment.trim() === '' ? null : { label: t({ vi: 'Lý do, ý kiến kèm theo', en: 'Reason or comment' }), text: decision.comment },
    digits: null,
    paragraphs: [
      t({
        vi: 'Giữ thư này làm bằng chứng: mã đầu sổ cho phép kiểm tra về sau rằng sổ không bị cắt bớt. Nếu bạn không quyết định việc này, báo ngay đầu mối kiểm soát thủ tục hành chính.',
        en: 'Keep this letter as evidence: with the head of the log anyone can check later that nothing was cut off. If this was not you, tell the coordinator of procedure control at once.',
      }),
    ],
    button: null,
    portal: portalOf(model, locale),
    why: t({
      vi: 'Bạn nhận thư này vì ý kiến trên được gửi từ thư của bạn hoặc thay mặt bạn.',
      en: 'You get this letter because the answer was given through your letter or on your behalf.',
    }),
  };
}
