/** Reads numbers the way Vietnamese offices write them: `1.250.000`, `1,250,000`, `0,5`, `12.000`, `1,5 triệu`, `1h30`. */
import { finding, type Finding } from '../finding.js';
import { storedNumber } from '../number-words.js';
import { numberText, rational, tryNumber, type NumberText, type Rational } from '../number.js';

/** What the field holds: it decides how a lone mark is read. */
export type FieldKind = 'money' | 'hours' | 'minutes' | 'count' | 'share';

/** `value` is null when the text is no number; `findings` then says why, or names the other reading of an ambiguous text. */
export type ReadNumber = { readonly value: NumberText | null; readonly findings: readonly Finding[] };

const SCALES: readonly (readonly [RegExp, bigint])[] = [
  [/\s*(nghìn tỷ|nghìn tỉ|ngàn tỷ|ngàn tỉ|trillion)$/u, 10n ** 12n],
  [/\s*(tỷ|tỉ|billion|bn)$/u, 10n ** 9n],
  [/\s*(triệu|tr|million)$/u, 10n ** 6n],
  [/\s*(nghìn|ngàn|thousand)$/u, 10n ** 3n],
];
const UNIT_WORDS = /\s*(đồng|vnđ|vnd|đ|₫|giờ|hours?|phút|minutes?|mins?|lần|hồ sơ|người|bộ)$/u;
const HOURS_AND_MINUTES = /^(\d+)\s*(?:h|giờ|g)\s*(\d{1,2})\s*(?:'|p|ph|phút)?$/u;

/**
 * Reads a typed or pasted number. An empty text is a cell without a figure: value null, no finding.
 * A lone mark before exactly three digits groups thousands where people write it so (`12.000`); the other reading is named.
 */
export function readVnNumber(typed: string, kind: FieldKind, path = ''): ReadNumber {
  const text = typed
    .normalize('NFC')
    .replace(/[\u00a0\u202f\u2009]/g, ' ')
    .trim()
    .toLowerCase();
  if (text === '' || text === '-' || text === '–') return { value: null, findings: [] };
  const clock = HOURS_AND_MINUTES.exec(text);
  if (clock && (kind === 'hours' || kind === 'minutes')) {
    const minutes = BigInt(clock[1] as string) * 60n + BigInt(clock[2] as string);
    return { value: numberText(kind === 'hours' ? rational(minutes, 60n) : rational(minutes)), findings: [] };
  }
  const { body, scale, words } = unscaled(text);
  const readings = readingsOf(body, kind, words)
    .map((plain) => tryNumber(plain))
    .filter((value) => value !== null);
  const [first, second] = readings as [Rational | undefined, Rational | undefined];
  if (first === undefined) return { value: null, findings: [finding('badNumber', path, { given: typed.trim().slice(0, 40) })] };
  const value = numberText(first.mul(rational(scale)));
  if (second === undefined) return { value, findings: [] };
  const other = numberText(second.mul(rational(scale)));
  const both = (number: NumberText) => ({ vi: storedNumber(number, 'vi'), en: storedNumber(number, 'en') });
  return { value, findings: [finding('ambiguousNumber', path, { given: typed.trim().slice(0, 40), read: both(value), other: both(other) })] };
}

/** The language of a scale word such as triệu or million; null when there is none. */
type ScaleWords = 'vi' | 'en' | null;

function unscaled(text: string): { readonly body: string; readonly scale: bigint; readonly words: ScaleWords } {
  let body = text;
  let scale = 1n;
  let words: ScaleWords = null;
  for (let rest = UNIT_WORDS.exec(body); rest !== null; rest = UNIT_WORDS.exec(body)) body = body.slice(0, rest.index);
  for (const [word, factor] of SCALES) {
    const match = word.exec(body);
    if (match && match.index > 0) {
      words = /^\s*(trillion|billion|bn|million|thousand)$/.test(match[0]) ? 'en' : 'vi';
      body = body.slice(0, match.index);
      scale = factor;
      break;
    }
  }
  return { body: body.trim(), scale, words };
}

/** The plain readings of a text, the likelier first; none when it is no number. */
function readingsOf(body: string, kind: FieldKind, words: ScaleWords): readonly string[] {
  const negative = /^\((.+)\)$/.exec(body) ?? /^[-−](.+)$/.exec(body);
  const sign = negative ? '-' : '';
  const text = (negative ? (negative[1] as string) : body).trim();
  if (/^\d+$/.test(text)) return [sign + text];
  if (/^\d+\s*\/\s*\d+$/.test(text)) return [sign + text.replace(/\s/g, '')];
  if (/^\d{1,3}( \d{3})+([.,]\d+)?$/.test(text)) return [sign + text.replaceAll(' ', '').replace(',', '.')];
  const percent = /^([\d.,]+)\s*%$/.exec(text);
  if (percent && kind === 'share') return readingsOf(percent[1] as string, kind, 'vi').map((plain) => hundredth(sign + plain));
  const marks = text.replace(/\d/g, '');
  if (!/^\d[\d.,]*\d$|^\d+$/.test(text) || /[^.,]/.test(marks)) return [];
  return readMarks(text, marks, kind, words).map((plain) => sign + plain);
}

function hundredth(plain: string): string {
  const value = tryNumber(plain);
  return value === null ? '' : numberText(value.div(rational(100n)));
}

function readMarks(text: string, marks: string, kind: FieldKind, words: ScaleWords): readonly string[] {
  const mark = marks[0] as '.' | ',';
  const uniform = [...marks].every((other) => other === mark);
  if (!uniform) return mixedMarks(text, marks);
  const groups = text.split(mark);
  const grouped = groups.slice(1).every((group) => group.length === 3) && (groups[0] as string).length <= 3 && !(groups[0] as string).startsWith('0');
  const plain = groups.join('');
  if (marks.length > 1) return grouped ? [plain] : [];
  const decimal = groups.join('.');
  if (!grouped) return mark === '.' && !(groups[0] as string).startsWith('0') && words === null ? [decimal, ...otherOf(groups, kind)] : [decimal];
  if (words !== null) return (mark === '.') === (words === 'vi') ? [plain, decimal] : [decimal, plain];
  // "12.000" groups thousands in Vietnamese and "12,000" in English; hours are rarely that many.
  const thousands = mark === '.' || kind === 'money' || kind === 'count';
  if (mark === '.' && (kind === 'money' || kind === 'count')) return [plain];
  return thousands && kind !== 'hours' ? [plain, decimal] : [decimal, plain];
}

/** A single full stop before one or two digits: a decimal to English eyes, a broken thousand to Vietnamese ones (`1.5` for 1.500). */
function otherOf(groups: readonly string[], kind: FieldKind): readonly string[] {
  const [whole, places] = groups as [string, string];
  if (places.length > 2) return [];
  return kind === 'money' || kind === 'count' ? [`${whole}${places.padEnd(3, '0')}`] : [`${whole}${places}`];
}

function mixedMarks(text: string, marks: string): readonly string[] {
  const last = marks[marks.length - 1] as string;
  const first = marks[0] as string;
  if ([...marks].slice(0, -1).some((mark) => mark !== first) || first === last) return [];
  const cut = text.lastIndexOf(last);
  const groups = text.slice(0, cut).split(first);
  if (groups.slice(1).some((group) => group.length !== 3) || (groups[0] as string).length > 3) return [];
  return [`${groups.join('')}.${text.slice(cut + 1)}`];
}
