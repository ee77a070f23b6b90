/** The letter of one rung of the ladder: a term has passed, these people are told. */
import { REMEDY_WORDS } from '../../domain/review/words.js';
import type { Text } from '../../domain/shared/errors.js';
import { type LetterBody, type LetterModel, type Locale } from './model.js';
import { changeWords, dueWords, portalOf, procedureWords, savingWords, say } from './words.js';

/** For a rung whose ladder is no part of the route: those of carrying out what was approved. */
const URGED: Text = { vi: 'Đôn đốc việc quá hạn', en: 'Overdue work is urged' };

export function ladderRung(model: LetterModel, locale: Locale): LetterBody {
  const t = say(locale);
  const { task } = model;
  const rung = model.rungName ?? URGED;
  const about =
    task === null
      ? t(
          model.carrying === undefined
            ? { vi: `toàn bộ việc rà soát thủ tục ${procedureWords(model)}`, en: `the whole review of ${procedureWords(model)}` }
            : {
                vi: `việc thực thi phương án đã duyệt của thủ tục ${procedureWords(model)}`,
                en: `the approved change of ${procedureWords(model)} is still to be carried out`,
              },
        )
      : t({
          vi: `bước “${task.stageName.vi}” của thủ tục ${procedureWords(model)}, giao cho ${task.unit}`,
          en: `the stage “${task.stageName.en}” of ${procedureWords(model)}, given to ${task.unit}`,
        });
  return {
    subject: t({ vi: `[TinhGọn] ${model.procedure.code} · ${rung.vi}`, en: `[TinhGọn] ${model.procedure.code} · ${rung.en}` }),
    opening: `${rung[locale]}: ${about}.`,
    rows: [
      ...(task === null
        ? []
        : [[t({ vi: 'Hạn', en: 'Due' }), dueWords(model, locale)] as const, [t({ vi: 'Đơn vị được giao', en: 'Unit in charge' }), task.unit] as const]),
      [t({ vi: 'Thay đổi chính', en: 'Main change' }), changeWords(model, locale)],
      [t({ vi: 'Tiết kiệm mỗi năm', en: 'Saved a year' }), savingWords(model, locale)],
    ],
    quote: null,
    digits: null,
    paragraphs: [
      model.mayDecide
        ? t({
            vi: 'Việc vẫn chờ ý kiến của bạn: đăng nhập để quyết định, hoặc dùng liên kết trong thư giao việc.',
            en: 'The task still waits for your answer: sign in to decide, or use the link in the letter that gave it to you.',
          })
        : t({ vi: 'Việc chưa xong. Đăng nhập để xem ai đang giữ việc.', en: 'The task is not done. Sign in to see who holds it.' }),
      ...(model.remedies.length === 0
        ? []
        : [
            t({
              vi: `Bạn có thể: ${model.remedies.map((remedy) => REMEDY_WORDS[remedy].vi).join('; ')}. Mở việc để thực hiện.`,
              en: `You may: ${model.remedies.map((remedy) => REMEDY_WORDS[remedy].en).join('; ')}. Open the task to do so.`,
            }),
          ]),
    ],
    button: null,
    portal: portalOf(model, locale),
    why: t({
      vi: `Bạn nhận thư này vì thang đôn đốc của quy trình nêu bạn ở nấc “${rung.vi}”. Mỗi nấc chỉ báo một lần.`,
      en: `You get this letter because the route’s ladder names you at “${rung.en}”. Each rung tells once.`,
    }),
  };
}
