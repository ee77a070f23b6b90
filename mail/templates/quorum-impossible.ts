/** The letter to the coordinator about a stage that can no longer reach the approvals it needs, though nobody has rejected. */
import { need, type LetterBody, type LetterModel, type Locale } from './model.js';
import { dueWords, portalOf, procedureWords, say } from './words.js';

export function quorumImpossible(model: LetterModel, locale: Locale): LetterBody {
  const t = say(locale);
  const task = need(model.task, 'task');
  const count = need(model.quorum, 'quorum');
  return {
    subject: t({
      vi: `[TinhGọn] ${model.procedure.code} · Không thể đủ số người đồng ý`,
      en: `[TinhGọn] ${model.procedure.code} · The approvals needed are out of reach`,
    }),
    opening: t({
      vi: `Bước “${task.stageName.vi}” của thủ tục ${procedureWords(model)} cần ${count.need} ý kiến đồng ý nhưng không thể đủ nữa. Đây không phải là ý kiến không đồng ý: bước vẫn mở.`,
      en: `The stage “${task.stageName.en}” of ${procedureWords(model)} needs ${count.need} approvals and cannot reach them any more. That is no rejection: the stage stays open.`,
    }),
    rows: [
      [t({ vi: 'Đã đồng ý', en: 'Approvals given' }), String(count.approvals)],
      [t({ vi: 'Còn có thể trả lời', en: 'Can still answer' }), String(count.unanswered)],
      [t({ vi: 'Ghế trống', en: 'Empty seats' }), String(count.empty)],
      [t({ vi: 'Hạn', en: 'Due' }), dueWords(model, locale)],
    ],
    quote: null,
    digits: null,
    paragraphs: [
      t({
        vi: 'Giao lại ghế trống cho người đang giữ vai trò, thêm người cho ý kiến, hoặc đề nghị mở lại bước để hỏi từ đầu (cần người thứ hai xác nhận).',
        en: 'Reassign the empty seat to somebody who holds the post, add a person to be asked, or ask to reopen the stage so that it is asked anew (a second person confirms).',
      }),
    ],
    button: null,
    portal: portalOf(model, locale),
    why: t({
      vi: 'Bạn nhận thư này vì là đầu mối kiểm soát thủ tục hành chính. Mỗi tình huống chỉ báo một lần.',
      en: 'You get this letter as coordinator. Each such situation is told once.',
    }),
  };
}
