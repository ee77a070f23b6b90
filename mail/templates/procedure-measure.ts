/** The letter that asks to measure a changed procedure again. */
import { type LetterBody, type LetterModel, type Locale } from './model.js';
import { changeWords, ownersWhy, portalOf, procedureWords, savingWords, say } from './words.js';

export function procedureMeasure(model: LetterModel, locale: Locale): LetterBody {
  const t = say(locale);
  return {
    subject: t({
      vi: `[TinhGọn] ${model.procedure.code} · Đến ngày đo lại chi phí tuân thủ`,
      en: `[TinhGọn] ${model.procedure.code} · Time to measure the compliance cost again`,
    }),
    opening: t({
      vi: `Đã đến ngày đo lại chi phí tuân thủ của thủ tục ${procedureWords(model)} sau khi thay đổi có hiệu lực.`,
      en: `It is time to measure the compliance cost of ${procedureWords(model)} again, now that the change is in force.`,
    }),
    rows: [
      [t({ vi: 'Thay đổi chính', en: 'Main change' }), changeWords(model, locale)],
      [t({ vi: 'Tiết kiệm dự kiến mỗi năm', en: 'Expected saving a year' }), savingWords(model, locale)],
    ],
    quote: null,
    digits: null,
    paragraphs: [],
    button: null,
    portal: portalOf(model, locale),
    why: ownersWhy(locale),
  };
}
