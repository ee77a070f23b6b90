/** The letter about a task nobody may answer: those who can fill its seat are told at once, and its clock runs. */
import { need, type LetterBody, type LetterModel, type Locale } from './model.js';
import { dueWords, portalOf, procedureWords, say } from './words.js';

export function taskUnassigned(model: LetterModel, locale: Locale): LetterBody {
  const t = say(locale);
  const task = need(model.task, 'task');
  return {
    subject: t({ vi: `[TinhGọn] ${model.procedure.code} · Việc chưa có người nhận`, en: `[TinhGọn] ${model.procedure.code} · A task nobody may answer` }),
    opening: t({
      vi: `Bước “${task.stageName.vi}” của thủ tục ${procedureWords(model)} đã mở nhưng không có ai được quyết định: vai trò đang trống, hoặc mọi người giữ vai trò đều vướng quy định tách bạch trách nhiệm.`,
      en: `The stage “${task.stageName.en}” of ${procedureWords(model)} has opened, and nobody may decide it: the post is vacant, or separation of duties keeps out all who hold it.`,
    }),
    rows: [
      [t({ vi: 'Đơn vị', en: 'Unit' }), task.unit],
      [t({ vi: 'Hạn', en: 'Due' }), dueWords(model, locale)],
    ],
    quote: null,
    digits: null,
    paragraphs: [
      t({
        vi: 'Thời hạn vẫn tính. Mở việc này và giao lại cho người giữ vai trò khác, hoặc bổ nhiệm người rồi giao lại.',
        en: 'The clock runs. Open the task and reassign it to another post, or appoint someone and reassign it.',
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
