/** The letter that reminds of a task before it is due. */
import { deadlineWords, digestWords } from '../../domain/shared/formats.js';
import { need, type LetterBody, type LetterModel, type Locale } from './model.js';
import { afterDueSentence, buttonOf, dueWords, portalOf, procedureWords, say, taskRows, whyAssigned } from './words.js';

export function taskReminder(model: LetterModel, locale: Locale): LetterBody {
  const t = say(locale);
  const task = need(model.task, 'task');
  const rung = need(model.rungName, 'name of the reminder');
  const { code } = model.procedure;
  return {
    subject:
      task.dueAt === null
        ? t({ vi: `[TinhGọn] ${code} · ${rung.vi}`, en: `[TinhGọn] ${code} · ${rung.en}` })
        : t({
            vi: `[TinhGọn] ${code} · ${rung.vi} · Hạn ${deadlineWords(task.dueAt)}`,
            en: `[TinhGọn] ${code} · ${rung.en} · Due ${deadlineWords(task.dueAt)}`,
          }),
    opening: t({
      vi: `${rung.vi}: bước “${task.stageName.vi}” của thủ tục ${procedureWords(model)} chưa có ý kiến của ${task.unit}. Hạn: ${dueWords(model, 'vi')}.`,
      en: `${rung.en}: the stage “${task.stageName.en}” of ${procedureWords(model)} has no answer from ${task.unit} yet. Due: ${dueWords(model, 'en')}.`,
    }),
    rows: taskRows(model, locale),
    quote: null,
    digits: null,
    paragraphs: [
      t({ vi: `Mã nội dung: ${digestWords(task.digest)}.`, en: `Content code: ${digestWords(task.digest)}.` }),
      afterDueSentence(model, locale),
    ].filter((line) => line !== null),
    button: buttonOf(model, locale),
    portal: portalOf(model, locale),
    why: model.mayDecide
      ? whyAssigned(model, locale)
      : t({
          vi: `Bạn nhận thư này vì phụ trách ${task.unit}.`,
          en: `You get this letter because you are responsible for ${task.unit}.`,
        }),
  };
}
