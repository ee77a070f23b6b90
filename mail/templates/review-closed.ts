/** The letter that tells how a review has ended. */
import { REVIEW_OUTCOME_WORDS } from '../../domain/review/words.js';
import { need, type LetterBody, type LetterModel, type Locale } from './model.js';
import { changeWords, ownersWhy, portalOf, procedureWords, savingWords, say } from './words.js';

export function reviewClosed(model: LetterModel, locale: Locale): LetterBody {
  const t = say(locale);
  const outcome = REVIEW_OUTCOME_WORDS[need(model.outcome, 'outcome')];
  return {
    subject: t({ vi: `[TinhGọn] ${model.procedure.code} · Kết thúc rà soát`, en: `[TinhGọn] ${model.procedure.code} · The review has ended` }),
    opening: t({
      vi: `Việc rà soát thủ tục ${procedureWords(model)} đã kết thúc: ${outcome.vi}.`,
      en: `The review of ${procedureWords(model)} has ended: ${outcome.en}.`,
    }),
    rows: [
      [t({ vi: 'Kết quả', en: 'Outcome' }), outcome[locale]],
      [t({ vi: 'Thay đổi chính', en: 'Main change' }), changeWords(model, locale)],
      [t({ vi: 'Tiết kiệm mỗi năm', en: 'Saved a year' }), savingWords(model, locale)],
    ],
    quote: null,
    digits: null,
    paragraphs: [],
    button: null,
    portal: portalOf(model, locale),
    why: ownersWhy(locale),
  };
}
