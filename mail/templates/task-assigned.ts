/** The letter that gives somebody a task. */
import { deadlineWords, digestWords } from '../../domain/shared/formats.js';
import type { Stage } from '../../domain/route/route.js';
import type { Text } from '../../domain/shared/errors.js';
import { need, type LetterBody, type LetterModel, type Locale } from './model.js';
import { afterDueSentence, buttonOf, othersSentence, portalOf, procedureWords, roundWords, say, taskRows, whyAssigned } from './words.js';

const ASKS: Readonly<Record<Stage['kind'], Text>> = {
  author: { vi: 'Đề nghị hoàn thiện và trình phương án đơn giản hóa thủ tục', en: 'Please complete and submit the proposal to simplify' },
  opinion: { vi: 'Đề nghị cho ý kiến về phương án đơn giản hóa thủ tục', en: 'Please give your opinion on the proposal to simplify' },
  appraisal: { vi: 'Đề nghị thẩm tra phương án đơn giản hóa thủ tục', en: 'Please appraise the proposal to simplify' },
  approval: { vi: 'Đề nghị phê duyệt phương án đơn giản hóa thủ tục', en: 'Please decide on the proposal to simplify' },
};

export const askWords = (model: LetterModel, locale: Locale): string =>
  `${ASKS[need(model.task, 'task').kind][locale]} ${procedureWords(model)}${roundWords(model, locale)}`;

export function taskAssigned(model: LetterModel, locale: Locale): LetterBody {
  const t = say(locale);
  const { dueAt, digest } = need(model.task, 'task');
  const { code } = model.procedure;
  return {
    subject:
      dueAt === null
        ? t({ vi: `[TinhGọn] ${code} · Cần ý kiến`, en: `[TinhGọn] ${code} · Your answer is needed` })
        : t({ vi: `[TinhGọn] ${code} · Cần ý kiến trước ${deadlineWords(dueAt)}`, en: `[TinhGọn] ${code} · Your answer is due by ${deadlineWords(dueAt)}` }),
    opening: `${askWords(model, locale)}.`,
    rows: taskRows(model, locale),
    quote: null,
    digits: null,
    paragraphs: [
      t({ vi: `Mã nội dung: ${digestWords(digest)}.`, en: `Content code: ${digestWords(digest)}.` }),
      afterDueSentence(model, locale),
      othersSentence(model, locale),
    ].filter((line) => line !== null),
    button: need(buttonOf(model, locale), 'decision link'),
    portal: portalOf(model, locale),
    why: whyAssigned(model, locale),
  };
}
