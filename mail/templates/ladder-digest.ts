/** One letter in place of many: the rungs that told one person within a few minutes. */
import { deadlineWords } from '../../domain/shared/formats.js';
import { need, type LetterBody, type LetterModel, type Locale } from './model.js';
import { say } from './words.js';

export function ladderDigest(model: LetterModel, locale: Locale): LetterBody {
  const t = say(locale);
  const { lines, total } = need(model.digest ?? null, 'digest');
  const more = total - lines.length;
  return {
    subject: t({
      vi: `[TinhGọn] ${model.procedure.code} · Tổng hợp ${total} việc được đôn đốc`,
      en: `[TinhGọn] ${model.procedure.code} · Digest of ${total} urged tasks`,
    }),
    opening: t({
      vi: `Trong ít phút có ${total} việc đến nấc đôn đốc mà quy trình nêu bạn; thư này thay cho ${total} thư riêng.`,
      en: `Within a few minutes ${total} tasks reached a rung that names you; this letter stands for ${total} single ones.`,
    }),
    rows: lines.map((line) => [
      `${line.code} · ${line.stageName[locale]}`,
      [
        line.rungName[locale],
        ...(line.dueAt === null ? [] : [t({ vi: `hạn ${deadlineWords(line.dueAt)}`, en: `due ${deadlineWords(line.dueAt)}` })]),
        line.unit,
      ].join('; '),
    ]),
    quote: null,
    digits: null,
    paragraphs: more > 0 ? [t({ vi: `Còn ${more} việc khác: xem đầy đủ sau khi đăng nhập.`, en: `And ${more} more: sign in to see them all.` })] : [],
    button: null,
    portal: { label: t({ vi: 'Xem bảng quá hạn (cần đăng nhập)', en: 'The overdue board (sign in)' }), url: model.portalUrl },
    why: t({
      vi: 'Thang đôn đốc của quy trình nêu bạn ở các nấc trên. Mỗi nấc chỉ báo một lần; nhiều nấc cùng lúc được gộp vào một thư.',
      en: 'The route’s ladder names you at these rungs. Each rung tells once; many at once are told in one letter.',
    }),
  };
}
