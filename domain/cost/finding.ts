/**
 * Marks beside a figure, in one catalogue of codes with Vietnamese, English sentences.
 *
 * A mark warns with a reason; it never blocks a saved draft. `{name}` in a sentence takes a value of the finding's data.
 */
import type { Text } from '../shared/errors.js';

export const SEVERITIES = ['problem', 'warning', 'note'] as const;
/** `problem`: the field cannot be used as it stands · `warning`: look again · `note`: worth knowing. */
export type Severity = (typeof SEVERITIES)[number];

const mark = (severity: Severity, vi: string, en: string) => ({ severity, text: { vi, en } });

export const FINDINGS = {
  badNumber: mark(
    'problem',
    'Không đọc được số “{given}”. Ghi ví dụ 1.250.000 hoặc 0,5.',
    'Cannot read “{given}” as a number. Write for example 1,250,000 or 0.5.',
  ),
  ambiguousNumber: mark(
    'warning',
    '“{given}” đọc là {read}. Nếu ý là {other}, hãy ghi rõ.',
    '“{given}” was read as {read}. If {other} was meant, write it out.',
  ),
  negativeValue: mark(
    'problem',
    'Không nhập số âm. Phần giảm do máy tự tính từ trước và sau.',
    'No negative numbers. The difference is computed from before and after.',
  ),
  shareOutOfRange: mark('problem', 'Tỷ lệ phải từ 0 đến 1.', 'A share must lie between 0 and 1.'),
  wrongUnit: mark('problem', 'Ô này cần đơn vị {expected}, không phải {given}.', 'This field needs the unit {expected}, not {given}.'),
  unknownValue: mark('warning', 'Chưa có số liệu. Tổng là mức tối thiểu cho tới khi bổ sung.', 'No figure yet. The total is a minimum until it is supplied.'),
  mixedRates: mark(
    'problem',
    'Mức thu nhập/giờ trước là {before}, sau là {after}. Dùng một mức cho cả hai bên thì tỷ lệ mới có nghĩa.',
    'The hourly rate is {before} before and {after} after. Use one rate for both sides, or the percent means nothing.',
  ),
  implausibleTime: mark(
    'warning',
    '{hours} giờ cho một lần làm là rất lớn. Kiểm tra giờ hay phút.',
    '{hours} hours for one go is a lot. Check hours against minutes.',
  ),
  implausibleMagnitude: mark(
    'warning',
    'Giá trị {value} ở ô {field} lớn hoặc nhỏ bất thường. Kiểm tra dấu phân cách hàng nghìn và đơn vị.',
    'The value {value} in {field} is unusually large or small. Check thousands separators and unit.',
  ),
  thousandsMixUp: mark(
    'warning',
    'Giá trị {value} ở ô {field} có thể là {suggestion} (nhầm dấu phân cách hàng nghìn).',
    'The value {value} in {field} may be meant as {suggestion} (mixed-up thousands separator).',
  ),
  fractionalDong: mark(
    'warning',
    'Tiền đồng không có số lẻ: {value}. Kiểm tra dấu chấm và dấu phẩy.',
    'Đồng has no fraction: {value}. Check full stops and commas.',
  ),
  volumeJump: mark(
    'warning',
    'Số lượt/năm đổi từ {before} sang {after} mà không có nội dung cắt giảm nào giải thích.',
    'Cases a year move from {before} to {after} and no change item explains it.',
  ),
  emptySource: mark('warning', 'Số liệu chưa ghi nguồn, được tính là giả định.', 'The figure names no source and counts as an assumption.'),
  afterAboveBefore: mark('warning', 'Chi phí sau ({after}) cao hơn trước ({before}).', 'The cost after ({after}) is above the cost before ({before}).'),
  paperGoneTimeUnchanged: mark(
    'warning',
    'Đã bỏ giấy tờ nhưng thời gian và số lần vẫn như cũ.',
    'The paper is dropped but its time and frequency are unchanged.',
  ),
  possibleDoubleCount: mark(
    'warning',
    'Dòng này trùng công việc với dòng {other}. Kiểm tra có tính hai lần không.',
    'This row repeats the work of row {other}. Check that it is not counted twice.',
  ),
  eventCountsDiffer: mark('warning', 'Các bên của cùng sự kiện {key} ghi số lượt khác nhau.', 'The sides of the event {key} count it differently.'),
  shareSum: mark('warning', 'Tổng tỷ lệ các kênh của {duty} là {sum}, phải bằng 1.', 'The channel shares of {duty} sum to {sum} and must sum to 1.'),
  ratePrecision: mark(
    'warning',
    'Mức {value} chi tiết hơn mức công bố. Dùng đúng số đã công bố {frozen}.',
    'The rate {value} is finer than published. Use the published {frozen}.',
  ),
  yearOneMissing: mark(
    'warning',
    'Nghĩa vụ định kỳ bắt đầu từ năm {from}: năm 1 bị bỏ trống.',
    'The recurring duty starts in year {from}: year 1 is left out.',
  ),
  bothTimeUnits: mark('problem', 'Dòng ghi cả giờ và phút. Giữ lại một.', 'The row states both hours and minutes. Keep one.'),
  keptRowChanged: mark('note', 'Dòng ghi “giữ nguyên” nhưng số liệu khác trước.', 'The row is marked kept but its figures differ.'),
  droppedRowCounted: mark(
    'note',
    'Dòng đã bỏ: số liệu được giữ để đối chiếu, không tính vào tổng.',
    'The row is dropped: its figures stay for reference and do not count.',
  ),
  doesNotAdd: mark(
    'note',
    'Cộng các ô đã làm tròn được {shownSum}, tổng đúng là {shownTotal} (lệch {difference}) do làm tròn.',
    'The rounded cells add to {shownSum}, the exact total is {shownTotal} (off by {difference}) because of rounding.',
  ),
  abolishedToZero: mark(
    'note',
    'Không còn dòng nào sau đơn giản hóa: chi phí sau bằng 0, giảm 100%.',
    'No row remains after the change: the cost after is 0, a cut of 100%.',
  ),
  conflictingChange: mark(
    'warning',
    'Hai nội dung cắt giảm {first} và {second} cùng đặt lại một ô.',
    'The change items {first} and {second} both set one field.',
  ),
  priceDominates: mark(
    'warning',
    'Phần thay đổi do đổi mức thu nhập lớn hơn mọi nguyên nhân khác cộng lại.',
    'The tariff explains more of the change than all other causes together.',
  ),
  priceTurnsSign: mark('warning', 'Không có đổi mức thu nhập thì kết quả đổi dấu.', 'Without the change of tariff the result turns its sign.'),
  volumeTurnsSign: mark('warning', 'Không có đổi số lượng thì kết quả đổi dấu.', 'Without the change of volume the result turns its sign.'),
  unitOrScaleContradiction: mark(
    'problem',
    'Bảng ghi đơn vị {headerScale} nhưng tổng {total} chỉ đúng với đơn vị {fits}.',
    'The table header says units of {headerScale}, but the total {total} fits only units of {fits}.',
  ),
  impossibleRow: mark('problem', '{cases} × {perCase} = {computed}, bảng in {printed}.', '{cases} × {perCase} = {computed}, the table prints {printed}.'),
  hiddenInput: mark('note', 'Số in {shown} là dạng rút gọn: kết quả chỉ khớp với {used}.', 'The shown {shown} is cut short: the result fits only {used}.'),
  roundedNotCut: mark('note', '{exact}, in {printed}: đã làm tròn.', '{exact}, printed {printed}: rounded.'),
  cutNotRounded: mark('warning', '{exact}, in {printed}: cắt bớt, không làm tròn.', '{exact}, printed {printed}: cut, not rounded.'),
  roundedUp: mark('note', '{exact}, in {printed}: làm tròn lên.', '{exact}, printed {printed}: rounded up.'),
  exactAsPrinted: mark('note', '{exact}, in {printed}: khớp.', '{exact}, printed {printed}: exact.'),
  withinBound: mark('note', '{exact}, in “{word} {printed}”: đúng theo nghĩa của từ.', '{exact}, printed “{word} {printed}”: true as worded.'),
  coarserThanShown: mark('warning', '{exact}, in {printed}: làm tròn tới {unit}.', '{exact}, printed {printed}: rounded to {unit}.'),
  publishedDiffers: mark(
    'warning',
    'Tính lại được {exact}, công bố {printed}, lệch {difference}.',
    'Recomputed {exact}, published {printed}, off by {difference}.',
  ),
  impliedDenominator: mark(
    'note',
    'Tỷ lệ {printed}% ứng với mẫu số khoảng {denominator}.',
    'The percent {printed} implies a denominator of about {denominator}.',
  ),
  denominatorMoved: mark(
    'warning',
    'Mẫu số suy ra {implied} khác danh mục gốc {stated}.',
    'The implied denominator {implied} differs from the stated base {stated}.',
  ),
  impliedRate: mark('note', 'Số công bố ứng với {rate} mỗi {unit}.', 'The published figures imply {rate} per {unit}.'),
  periodClash: mark(
    'problem',
    'Số lượng tính theo {quantityPeriod} nhưng tiền tính theo {moneyPeriod}.',
    'The quantity counts per {quantityPeriod}, the money per {moneyPeriod}.',
  ),
} as const satisfies Record<string, { readonly severity: Severity; readonly text: Text }>;

export type FindingCode = keyof typeof FINDINGS;

/** `path` names the place (`before.rows[2].fees`); `vi` and `en` are the finished sentences. */
export type Finding = {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly path: string;
  readonly vi: string;
  readonly en: string;
  readonly data: Readonly<Record<string, string>>;
};

/** Builds a finding; values written differently in the two languages are given as a pair. */
export function finding(code: FindingCode, path: string, values: Readonly<Record<string, string | Text>> = {}): Finding {
  const { severity, text } = FINDINGS[code];
  const fill = (sentence: string, lang: 'vi' | 'en'): string =>
    sentence.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = values[name];
      return value === undefined ? '' : typeof value === 'string' ? value : value[lang];
    });
  const data = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? value : value.en]));
  return { code, severity, path, vi: fill(text.vi, 'vi'), en: fill(text.en, 'en'), data };
}
