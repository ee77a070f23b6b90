/** The clock of a term in sentences, Vietnamese beside English: anchor, every segment, the due instant, the sum, cautions. */
import type { Text } from '../shared/errors.js';
import { MS_PER_MINUTE, type Instant } from '../shared/instant.js';
import { localDate, type Calendar } from './calendar.js';
import type { ClockView, HourCheck, Segment } from './clock-view.js';
import type { Budget } from './term.js';
import { amountWords, clockWords, dateWords, durationWords, endClock, longDate } from './words.js';

export type ViewWithoutWords = Omit<ClockView, 'sentences'>;

/** The view as sentences, in the order in which they are read. */
export function sentencesOf(view: ViewWithoutWords, calendar: Calendar, dueCalendar: Calendar, anchor: Instant): readonly Text[] {
  return [
    ...openingSentences(view, calendar, anchor),
    ...view.segments.map((segment) => segmentSentence(segment, view)),
    ...dueSentences(view, dueCalendar),
    ...checkSentences(view),
    ...cautionSentences(view, calendar),
    ...progressSentences(view),
  ];
}

function openingSentences(view: ViewWithoutWords, calendar: Calendar, anchor: Instant): readonly Text[] {
  const [clock, on] = [clockWords(calendar, anchor), longDate(view.anchor.date)];
  const legal = view.basis === null ? '' : ` (${view.basis})`;
  if (view.unit === 'fixedDate') {
    const date = view.dueOn === null ? '' : dateWords(view.dueOn);
    return [{ vi: `Thời hạn là ngày cố định ${date}${legal}.`, en: `The term is the fixed date ${date}${legal}.` }];
  }
  const budget = view.budget as Budget;
  const limit = amountWords(budget.limit, view.unit);
  const start: Text = view.anchor.dayCounted
    ? { vi: `Thời hạn ${limit.vi}${legal}, tính ngay từ ${clock} ${on.vi}.`, en: `The limit is ${limit.en}${legal}, running from ${clock} on ${on.en}.` }
    : {
        vi: `Thời hạn ${limit.vi}${legal}, tính từ ${on.vi}; ngày bắt đầu không tính.`,
        en: `The limit is ${limit.en}${legal}, from ${on.en}; the first day is not counted.`,
      };
  if (budget.total === budget.limit && budget.extended === 0 && budget.adjusted === 0) return [start];
  const total = amountWords(budget.total, view.unit);
  const vi = [
    ...(budget.extended === 0 ? [] : [`gia hạn ${budget.extended}`]),
    ...(budget.adjusted === 0 ? [] : [`điều chỉnh ${signed(budget.adjusted)}`]),
    ...(budget.floored === 0 ? [] : [`bù do đổi lịch ${budget.floored}`]),
  ];
  const en = [
    ...(budget.extended === 0 ? [] : [`extended by ${budget.extended}`]),
    ...(budget.adjusted === 0 ? [] : [`adjusted by ${signed(budget.adjusted)}`]),
    ...(budget.floored === 0 ? [] : [`made up for a calendar change by ${budget.floored}`]),
  ];
  return [start, { vi: `Đã ${vi.join(', ')}: tổng cộng ${total.vi}.`, en: `It was ${en.join(', ')}: ${total.en} in all.` }];
}

const signed = (amount: number): string => (amount > 0 ? `+${amount}` : `−${Math.abs(amount)}`);

const unitMs = (check: HourCheck): number => (check.unit === 'minutes' ? MS_PER_MINUTE : 1);

function sizeWords(segment: Segment, view: ViewWithoutWords): Text {
  const amount = segment.amount ?? 0;
  if ('wall' in view.check) {
    return durationWords(amount * unitMs(view.check));
  }
  return amountWords(amount, segment.kind === 'counted' && view.unit === 'workingDays' ? 'workingDays' : 'days');
}

function segmentSentence(segment: Segment, view: ViewWithoutWords): Text {
  const because = (parts: readonly (string | undefined)[]): string => {
    const said = parts.filter((part) => part !== undefined && part !== '');
    return said.length === 0 ? '' : ` (${said.join('; ')})`;
  };
  const ground = segment.kind === 'rolled' ? undefined : segment.ground;
  const vi = because([segment.reason?.vi, ground, segment.basis && `căn cứ: ${segment.basis}`, segment.source && `nguồn: ${segment.source}`]);
  const en = because([segment.reason?.en, ground, segment.basis && `basis: ${segment.basis}`, segment.source && `source: ${segment.source}`]);
  if (segment.to === null) return { vi: `${segment.label}: đang tạm dừng${vi}.`, en: `${segment.label}: paused${en}.` };
  const verb = (
    {
      counted: { vi: 'tính', en: 'counted' },
      held: { vi: 'tạm dừng', en: 'held' },
      off: { vi: 'nghỉ', en: 'off' },
      rolled: { vi: 'chuyển tiếp', en: 'rolled over' },
    } as const
  )[segment.kind];
  const size = sizeWords(segment, view);
  return { vi: `${segment.label}: ${verb.vi} ${size.vi}${vi}.`, en: `${segment.label}: ${verb.en} ${size.en}${en}.` };
}

function dueSentences(view: ViewWithoutWords, calendar: Calendar): readonly Text[] {
  if (view.needsCalendar) {
    const through = dateWords(calendar.knownThrough);
    return [
      {
        vi: `Chưa tính được hạn: lịch làm việc chỉ biết đến ${through}. Nạp lịch của năm sau.`,
        en: `The due date is unknown: the working calendar ends on ${through}. Load the calendar of the next year.`,
      },
    ];
  }
  if (view.dueOn === null || view.dueAt === null) {
    const left = amountWords(view.uncounted, view.unit === 'fixedDate' ? 'days' : view.unit);
    return [
      {
        vi: `Đang tạm dừng, chưa có hạn; còn ${left.vi} tính tiếp khi chạy lại.`,
        en: `Paused without an end, so nothing is due; ${left.en} remain once it resumes.`,
      },
    ];
  }
  const on = longDate(view.dueOn);
  const clock =
    view.unit !== 'workingHours' ? endClock(calendar, view.dueOn) : localDate(calendar, view.dueAt) === view.dueOn ? clockWords(calendar, view.dueAt) : '24:00';
  const due: Text = { vi: `Hết hạn lúc ${clock} ${on.vi}.`, en: `Due at ${clock} on ${on.en}.` };
  if (view.unit === 'fixedDate') {
    if (view.remindBy === null || view.remindBy === view.dueOn) return [due];
    const remind = longDate(view.remindBy);
    return [
      due,
      {
        vi: `Ngày cố định rơi vào ngày nghỉ và không lùi; nhắc việc theo ngày làm việc cuối trước đó, ${remind.vi}.`,
        en: `The fixed date is a day off and does not move; reminders aim at the last working day before it, ${remind.en}.`,
      },
    ];
  }
  if (view.rawEndOn === null || view.rawEndOn === view.dueOn) return [due];
  const raw = longDate(view.rawEndOn);
  return [
    {
      vi: `Ngày cuối, ${raw.vi}, là ngày nghỉ nên thời hạn kết thúc khi hết ngày làm việc kế tiếp (Bộ luật Dân sự 2015, Điều 148).`,
      en: `The last day, ${raw.en}, is a day off, so the term ends with the next working day (Civil Code 2015, Art. 148).`,
    },
    due,
  ];
}

function checkSentences(view: ViewWithoutWords): readonly Text[] {
  const { check } = view;
  if (view.dueAt === null) return [];
  if ('wall' in check) {
    const [wall, used, held, off] = [check.wall, check.used, check.held, check.off].map((amount) => durationWords(amount * unitMs(check))) as [
      Text,
      Text,
      Text,
      Text,
    ];
    return [
      {
        vi: `Cộng lại: ${wall.vi} = ${used.vi} đã tính + ${held.vi} tạm dừng + ${off.vi} ngoài giờ.`,
        en: `Re-added: ${wall.en} = ${used.en} used + ${held.en} held + ${off.en} off.`,
      },
    ];
  }
  const rolled = check.rolled === 0 ? { vi: '', en: '' } : { vi: ` + ${check.rolled} chuyển tiếp`, en: ` + ${check.rolled} rolled over` };
  return [
    {
      vi: `Cộng lại: ${check.dates} ngày = ${check.counted} tính + ${check.held} tạm dừng + ${check.off} nghỉ${rolled.vi}.`,
      en: `Re-added: ${check.dates} dates = ${check.counted} counted + ${check.held} held + ${check.off} off${rolled.en}.`,
    },
  ];
}

function cautionSentences(view: ViewWithoutWords, calendar: Calendar): readonly Text[] {
  const cautions: Text[] = [];
  if (view.provisional) {
    cautions.push({
      vi: 'Hạn này là tạm tính: thời hạn đi qua ngày mà lịch mới ở mức đề xuất.',
      en: 'This due date is provisional: the term runs over dates that are only proposed.',
    });
  }
  const unsure = view.segments.filter((segment) => segment.certainty === 'U');
  if (unsure.length > 0 && !view.provisional) {
    const labels = unsure.map((segment) => segment.label).join(', ');
    cautions.push({ vi: `Ngày chưa có nguồn xác nhận: ${labels}.`, en: `Dates not confirmed by a source: ${labels}.` });
  }
  if (view.unit === 'workingHours' && calendar.hoursCertainty === 'U') {
    cautions.push({ vi: 'Giờ làm việc trong lịch chưa được xác nhận.', en: 'The working hours of the calendar are not confirmed.' });
  }
  return cautions;
}

function progressSentences(view: ViewWithoutWords): readonly Text[] {
  const { progress } = view;
  if (progress === null || view.unit === 'fixedDate') return [];
  if (progress.unit === 'milliseconds') {
    const [used, left] = [durationWords(progress.used), durationWords(progress.remaining)];
    return [{ vi: `Đã dùng ${used.vi} làm việc, còn ${left.vi}.`, en: `${used.en} of working time used, ${left.en} left.` }];
  }
  const used = amountWords(progress.used, view.unit);
  return [{ vi: `Đã dùng ${used.vi}, còn ${progress.remaining}.`, en: `${used.en} used, ${progress.remaining} left.` }];
}
