/** Phrases that several letters share. */
import { deadlineWords, dongWords } from '../../domain/shared/formats.js';
import type { Text } from '../../domain/shared/errors.js';
import { AUDIENCE_WORDS } from '../../domain/review/words.js';
import type { LetterModel, Locale } from './model.js';
import { need } from './model.js';

/** Picks a language: `say(locale)({ vi: …, en: … })`. */
export const say =
  (locale: Locale) =>
  (text: Text): string =>
    text[locale];

export const personOf = ({ honorific, name }: LetterModel['recipient']): string => (honorific === '' ? name : `${honorific} ${name}`);

/** What happens when nobody answers; null where no rung follows. */
export function afterDueSentence(model: LetterModel, locale: Locale): string | null {
  const told = need(model.task, 'task')
    .afterDue.filter((audience) => audience !== 'assignees')
    .map((audience) => AUDIENCE_WORDS[audience][locale]);
  if (told.length === 0) return null;
  return say(locale)({ vi: `Quá hạn mà chưa có ý kiến: báo ${told.join(', ')}.`, en: `Without an answer by then, ${told.join(' and ')} will be told.` });
}

export function dueWords(model: LetterModel, locale: Locale): string {
  const { dueAt, provisional, late } = need(model.task, 'task');
  if (dueAt === null) return say(locale)({ vi: 'đang tạm dừng', en: 'paused' });
  const marks = [
    ...(late ? [say(locale)({ vi: 'đã quá hạn', en: 'past due' })] : []),
    ...(provisional ? [say(locale)({ vi: 'tạm tính', en: 'provisional' })] : []),
  ];
  return marks.length === 0 ? deadlineWords(dueAt) : `${deadlineWords(dueAt)} (${marks.join(', ')})`;
}

export function changeWords({ changes }: LetterModel, locale: Locale): string {
  const [first] = changes.lines;
  if (first === undefined) return say(locale)({ vi: 'chưa có nội dung cắt giảm', en: 'nothing is proposed yet' });
  const rest = changes.lines.length - 1 + changes.more;
  return rest === 0 ? first[locale] : `${first[locale]} ${say(locale)({ vi: `(và ${rest} thay đổi khác)`, en: `(and ${rest} more)` })}`;
}

export function savingWords({ costBeforeDong, costAfterDong }: LetterModel, locale: Locale): string {
  if (costBeforeDong === null || costAfterDong === null) return say(locale)({ vi: 'chưa tính', en: 'not yet measured' });
  const saving = dongWords(costBeforeDong - costAfterDong);
  return say(locale)({
    vi: `${saving} (chi phí tuân thủ mỗi năm: ${dongWords(costBeforeDong)} → ${dongWords(costAfterDong)})`,
    en: `${saving} (compliance cost a year: ${dongWords(costBeforeDong)} → ${dongWords(costAfterDong)})`,
  });
}

/** The three rows every letter about a task carries. */
export const taskRows = (model: LetterModel, locale: Locale): readonly (readonly [string, string])[] => [
  [say(locale)({ vi: 'Thay đổi chính', en: 'Main change' }), changeWords(model, locale)],
  [say(locale)({ vi: 'Tiết kiệm mỗi năm', en: 'Saved a year' }), savingWords(model, locale)],
  [say(locale)({ vi: 'Hạn', en: 'Due' }), dueWords(model, locale)],
];

export function othersSentence(model: LetterModel, locale: Locale): string | null {
  const { others } = need(model.task, 'task');
  if (others.length === 0) return null;
  const names = others.map(({ unit, stageName }) => `${unit} (${stageName[locale]})`).join('; ');
  return say(locale)({ vi: `Cùng được giao: ${names}.`, en: `Also asked: ${names}.` });
}

export function roundWords(model: LetterModel, locale: Locale): string {
  const { round, maxRounds } = need(model.task, 'task');
  if (round === 1) return '';
  return say(locale)({
    vi: `, vòng ${round}${maxRounds === null ? '' : `/${maxRounds}`}`,
    en: `, round ${round}${maxRounds === null ? '' : ` of ${maxRounds}`}`,
  });
}

export const procedureWords = ({ procedure }: LetterModel): string => `“${procedure.name}” (${procedure.code})`;

export const portalOf = (model: LetterModel, locale: Locale): { readonly label: string; readonly url: string } => ({
  label: say(locale)({ vi: 'Xem đầy đủ (cần đăng nhập)', en: 'Read in full (after signing in)' }),
  url: model.portalUrl,
});

export const buttonOf = (model: LetterModel, locale: Locale): { readonly label: string; readonly url: string; readonly note: string } | null =>
  model.decisionUrl === null
    ? null
    : {
        label: say(locale)({ vi: 'Xem và quyết định', en: 'Read and decide' }),
        url: model.decisionUrl,
        note: say(locale)({
          vi: `Liên kết riêng của ${personOf(model.recipient)}, không chuyển tiếp.`,
          en: `This link is for ${personOf(model.recipient)} alone; please do not forward it.`,
        }),
      };

/** Why an assignee gets a letter, and what to do when somebody else should act. */
export const whyAssigned = (model: LetterModel, locale: Locale): string =>
  say(locale)({
    vi: `Bạn nhận thư này vì ${need(model.task, 'task').unit} được giao bước “${need(model.task, 'task').stageName.vi}” và bạn là người có quyền quyết định. Nếu cần người khác làm thay, báo đầu mối kiểm soát thủ tục hành chính.`,
    en: `You get this letter because ${need(model.task, 'task').unit} was given the stage “${need(model.task, 'task').stageName.en}” and you may decide it. If somebody else should act, tell the coordinator of procedure control.`,
  });

/** Why the people who answer for a procedure get a letter about it. */
export const ownersWhy = (locale: Locale): string =>
  say(locale)({
    vi: 'Bạn nhận thư này vì phụ trách đơn vị có thủ tục, hoặc là đầu mối kiểm soát thủ tục hành chính.',
    en: 'You get this letter as head of the owning unit or as coordinator.',
  });
