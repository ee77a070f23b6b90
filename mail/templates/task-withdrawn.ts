/** The letter that takes a task back from those who had been asked. */
import type { ReviewEvent } from '../../domain/review/review.js';
import type { Text } from '../../domain/shared/errors.js';
import { need, type LetterBody, type LetterModel, type Locale } from './model.js';
import { portalOf, procedureWords, say } from './words.js';

type Reason = Extract<ReviewEvent, { readonly type: 'TaskWithdrawn' }>['reason'] | 'reassigned';

const REASONS: Readonly<Record<Reason, Text>> = {
  stageClosed: { vi: 'bước này đã có kết quả', en: 'the stage has reached its outcome' },
  reviewWithdrawn: { vi: 'việc rà soát đã được rút', en: 'the review was withdrawn' },
  contentChanged: { vi: 'nội dung phương án đã thay đổi', en: 'the content of the proposal has changed' },
  reassigned: { vi: 'việc đã được giao cho người khác', en: 'the task was given to somebody else' },
  reopened: { vi: 'một bước trước được mở lại', en: 'an earlier stage was opened again' },
};

const isReason = (text: string | null): text is Reason => text !== null && Object.hasOwn(REASONS, text);

export function taskWithdrawn(model: LetterModel, locale: Locale): LetterBody {
  const t = say(locale);
  const task = need(model.task, 'task');
  const reason = need(isReason(model.reason) ? REASONS[model.reason] : null, 'words for its reason');
  return {
    subject: t({ vi: `[TinhGọn] ${model.procedure.code} · Không cần ý kiến nữa`, en: `[TinhGọn] ${model.procedure.code} · Your answer is no longer needed` }),
    opening: t({
      vi: `Việc “${task.stageName.vi}” của thủ tục ${procedureWords(model)} không còn cần ý kiến của bạn vì ${reason.vi}.`,
      en: `The task “${task.stageName.en}” of ${procedureWords(model)} no longer needs your answer because ${reason.en}.`,
    }),
    rows: [[t({ vi: 'Đơn vị', en: 'Unit' }), task.unit]],
    quote: null,
    digits: null,
    paragraphs: [
      t({
        vi: 'Bạn không phải làm gì thêm. Liên kết quyết định đã gửi trước đây không còn hiệu lực.',
        en: 'There is nothing for you to do. The decision link sent before is no longer valid.',
      }),
    ],
    button: null,
    portal: portalOf(model, locale),
    why: t({ vi: 'Bạn nhận thư này vì trước đó đã được giao việc.', en: 'You get this letter because the task had been given to you.' }),
  };
}
