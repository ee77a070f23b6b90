/** The letter with the six digits that raise a decision link to a confirmed mailbox. */
import { VERDICT_LABELS } from '../../domain/shared/labels.js';
import { need, type LetterBody, type LetterModel, type Locale } from './model.js';
import { portalOf, procedureWords, say } from './words.js';

export function linkCode(model: LetterModel, locale: Locale): LetterBody {
  const t = say(locale);
  const task = need(model.task, 'task');
  const code = need(model.code, 'code');
  const verdict = VERDICT_LABELS[code.verdict];
  return {
    subject: t({ vi: `[TinhGọn] ${model.procedure.code} · Mã xác nhận quyết định`, en: `[TinhGọn] ${model.procedure.code} · Code to confirm your decision` }),
    opening: t({
      vi: `Nhập mã dưới đây vào trang đang mở để xác nhận ý kiến “${verdict.vi}” ở bước “${task.stageName.vi}”, thủ tục ${procedureWords(model)}.`,
      en: `Type the code below into the open page to confirm “${verdict.en}” in the stage “${task.stageName.en}” of ${procedureWords(model)}.`,
    }),
    rows: [
      [t({ vi: 'Ý kiến', en: 'Answer' }), verdict[locale]],
      [t({ vi: 'Hiệu lực', en: 'Valid for' }), t({ vi: '10 phút, tối đa 5 lần nhập', en: '10 minutes, at most 5 tries' })],
    ],
    quote: null,
    digits: code.digits,
    paragraphs: [
      t({
        vi: 'Không đọc mã này cho bất kỳ ai. Nếu bạn không bấm nút quyết định, đừng nhập mã và báo đầu mối kiểm soát thủ tục hành chính.',
        en: 'Tell this code to nobody. If you did not press the button, do not use it, and tell the coordinator of procedure control.',
      }),
    ],
    button: null,
    portal: portalOf(model, locale),
    why: t({
      vi: 'Bạn nhận thư này vì nút quyết định vừa được bấm trên liên kết gửi cho bạn.',
      en: 'You get this letter because the button was just pressed on the link sent to you.',
    }),
  };
}
