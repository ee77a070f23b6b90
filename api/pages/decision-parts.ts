/** Parts of the decision page: what changes, what it saves, who has answered, what the link stands for. */
import type { FieldDiff } from '../../domain/procedure/compare.js';
import { clip } from '../../domain/procedure/change-lines.js';
import type { WordMark } from '../../domain/procedure/word-diff.js';
import { AUDIENCE_WORDS } from '../../domain/review/words.js';
import { deadlineWords, dongWords, momentWords } from '../../domain/shared/formats.js';
import { VERDICT_LABELS } from '../../domain/shared/labels.js';
import { html, type Markup } from '../../domain/shared/markup.js';
import type { DecisionPage } from '../../queries/decision-page.query.js';
import type { VerdictGiven } from '../../queries/task-around.js';
import { say, type PageLocale } from './page.js';

export const personName = ({ honorific, name }: { readonly honorific: string; readonly name: string }): string => `${honorific} ${name}`.trim();

export function deadlineChip({ task, now }: DecisionPage, locale: PageLocale): Markup {
  const t = say(locale);
  if (task.dueAt === null) return html`<span class="chip">${t({ vi: 'Thời hạn đang tạm dừng', en: 'The clock is paused' })}</span>`;
  const late = task.dueAt <= now;
  const words = late ? t({ vi: 'Quá hạn từ', en: 'Late since' }) : t({ vi: 'Hạn', en: 'Due' });
  return html`<span class="chip${late && ' late'}">${words} ${deadlineWords(task.dueAt)}</span>`;
}

/** What the ladder does when nobody answers. */
export function afterDue({ task }: DecisionPage, locale: PageLocale): Markup | null {
  const told = task.afterDue.filter((audience) => audience !== 'assignees').map((audience) => AUDIENCE_WORDS[audience][locale]);
  if (told.length === 0) return null;
  return html`<p class="muted">${say(locale)({ vi: `Quá hạn mà chưa có ý kiến: báo ${told.join(', ')}. Hệ thống không tự quyết định thay.`, en: `Without an answer by then, ${told.join(' and ')} will be told. Nothing is decided by silence.` })}</p>`;
}

const EDGE = 50;

/** Long stretches that stay the same shrink to their edges; the change itself is kept up to a length. */
export function shrink(words: readonly WordMark[], most: number): readonly WordMark[] {
  let left = most;
  return words.flatMap((word, index): readonly WordMark[] => {
    if (left <= 0) return [];
    const letters = [...word.text];
    let { text } = word;
    if (word.mark === 'same' && letters.length > EDGE * 2) {
      const head = index === 0 ? '' : letters.slice(0, EDGE).join('');
      const tail = index === words.length - 1 ? '' : letters.slice(-EDGE).join('');
      text = `${head}…${tail}`;
    }
    if ([...text].length > left) text = `${[...text].slice(0, left).join('')}…`;
    left -= [...text].length;
    return [{ mark: word.mark, text }];
  });
}

const markOf = ({ mark, text }: WordMark): Markup => (mark === 'del' ? html`<del>${text}</del>` : mark === 'ins' ? html`<ins>${text}</ins>` : html`${text}`);

const WORDS_OF_CHANGE = 420;

function wordsOf(diff: FieldDiff, locale: PageLocale): readonly WordMark[] {
  if (diff.change === 'moved') return [{ mark: 'same', text: say(locale)({ vi: '(đổi thứ tự)', en: '(moved)' }) }];
  if (locale === 'vi' && diff.words.length > 0) return diff.words;
  return [
    ...(diff.beforeText === null ? [] : [{ mark: 'del' as const, text: diff.beforeText[locale] }]),
    ...(diff.beforeText === null || diff.afterText === null ? [] : [{ mark: 'same' as const, text: ' ' }]),
    ...(diff.afterText === null ? [] : [{ mark: 'ins' as const, text: diff.afterText[locale] }]),
  ];
}

/** The first `most` changes with the words they touch, deletions and insertions marked. */
export function changeList({ subject }: DecisionPage, most: number, locale: PageLocale): Markup {
  const t = say(locale);
  const changes = subject.diff?.changes ?? [];
  if (changes.length === 0) return html`<p>${t({ vi: 'Phương án chưa có nội dung cắt giảm nào.', en: 'The proposal has no change yet.' })}</p>`;
  const more = changes.length - most;
  return html`<dl>${changes.slice(0, most).map((diff) => html`<dt>${clip(diff.label[locale], 120)}</dt><dd>${shrink(wordsOf(diff, locale), WORDS_OF_CHANGE).map(markOf)}</dd>`)}</dl>${
    more > 0 &&
    html`<p class="muted">${t({ vi: `Còn ${more} thay đổi khác, xem trong bản đầy đủ.`, en: `${more} more changes are shown in the full view.` })}</p>`
  }`;
}

export function costTable({ subject }: DecisionPage, locale: PageLocale): Markup {
  const t = say(locale);
  const { costBeforeDong: before, costAfterDong: after } = subject;
  const unknown = t({ vi: 'chưa tính', en: 'not measured' });
  const cell = (amount: number | null): Markup => html`<td class="num">${amount === null ? unknown : dongWords(amount)}</td>`;
  return html`<table><tr><th class="num" scope="col">${t({ vi: 'Trước', en: 'Before' })}</th><th class="num" scope="col">${t({ vi: 'Sau', en: 'After' })}</th><th class="num" scope="col">${t({ vi: 'Tiết kiệm mỗi năm', en: 'Saved a year' })}</th></tr><tr>${cell(before)}${cell(after)}${cell(before === null || after === null ? null : before - after)}</tr></table>`;
}

const verdictLine = (given: VerdictGiven, locale: PageLocale): Markup =>
  html`<tr><td>${given.stageName[locale]}<br><span class="muted">${given.unit}</span></td><td>${VERDICT_LABELS[given.verdict][locale]}${given.comment.trim() !== '' && html`<blockquote>${clip(given.comment, 160)}</blockquote>`}</td><td>${personName(given.by)}<br><span class="muted">${momentWords(given.recordedAt)}</span></td></tr>`;

/** Verdicts on other tasks of the review, the newest ones. */
export function earlierVerdicts({ task }: DecisionPage, locale: PageLocale): Markup | null {
  if (task.earlier.length === 0) return null;
  return html`<h2>${say(locale)({ vi: 'Ý kiến đã có', en: 'Answers so far' })}</h2><table>${task.earlier.slice(-6).map((given) => verdictLine(given, locale))}</table>`;
}

export function othersOpen({ task }: DecisionPage, locale: PageLocale): Markup | null {
  if (task.others.length === 0) return null;
  const names = task.others.map(({ unit, stageName }) => `${unit} (${stageName[locale]})`).join('; ');
  return html`<p class="muted">${say(locale)({ vi: 'Đang chờ ý kiến khác:', en: 'Also waiting for:' })} ${names}.</p>`;
}
