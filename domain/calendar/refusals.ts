/** Says in one full sentence why a calendar or a term refuses, with the date, place or list its details name. */
import { ERROR_TEXTS, type DomainError, type Text } from '../shared/errors.js';
import { parseLocalDate } from '../shared/instant.js';
import { dateWords } from './words.js';

/** The catalogue's own sentence for every code that has nothing to add. */
export function refusalText(error: DomainError): Text {
  const { details } = error;
  const textOf = (key: string): string => (typeof details[key] === 'string' ? details[key] : '');
  const dateOf = (key: string): string => {
    const date = parseLocalDate(textOf(key));
    return date === null ? '' : dateWords(date);
  };
  const known = Array.isArray(details['known']) ? details['known'].join(', ') : '';
  switch (error.code) {
    case 'calendar_unknown': {
      const [from, through, date] = [dateOf('knownFrom'), dateOf('knownThrough'), dateOf('date')];
      const year = textOf('date').slice(0, 4);
      const vi = date === '' ? '' : ` không có ngày ${date};`;
      const en = date === '' ? '' : ` does not hold ${date};`;
      const load = year === '' ? { vi: 'các năm cần thiết', en: 'the years needed' } : { vi: `năm ${year}`, en: `the year ${year}` };
      return {
        vi: `Lịch ${textOf('calendarId')}${vi} dữ liệu nằm trong khoảng ${from} – ${through}. Bổ sung lịch của ${load.vi} rồi tính lại.`,
        en: `Calendar ${textOf('calendarId')}${en} its data lie between ${from} and ${through}. Add the calendar of ${load.en} and count again.`,
      };
    }
    case 'calendar_missing':
      return {
        vi: `Tệp không có lịch “${textOf('calendarId')}”. Chọn một trong: ${known}.`,
        en: `The file has no calendar “${textOf('calendarId')}”. Choose one of: ${known}.`,
      };
    case 'calendar_alternative_unknown': {
      const choices =
        known === '' ? { vi: 'tệp không có phương án nào', en: 'the file lists none' } : { vi: `chọn một trong: ${known}`, en: `choose one of: ${known}` };
      return { vi: `Không có phương án “${textOf('alternative')}”; ${choices.vi}.`, en: `There is no alternative “${textOf('alternative')}”; ${choices.en}.` };
    }
    case 'calendar_file_invalid':
    case 'ledger_invalid': {
      const problem = details['problem'] as Text | undefined;
      const base = error.code === 'ledger_invalid' ? { vi: 'Sổ tạm dừng, gia hạn', en: 'The ledger' } : { vi: 'Tệp lịch', en: 'The calendar file' };
      if (problem === undefined) return ERROR_TEXTS[error.code];
      return {
        vi: `${base.vi} sai ở ${textOf('pointer')}: ${problem.vi}. Sửa chỗ này rồi thử lại.`,
        en: `${base.en} is wrong at ${textOf('pointer')}: ${problem.en}. Mend that place and try again.`,
      };
    }
    default:
      return ERROR_TEXTS[error.code];
  }
}
