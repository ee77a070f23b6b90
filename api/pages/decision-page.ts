/** The page behind a decision link: the form, or what has become of it. */
import type { Verdict } from '../../domain/route/route.js';
import { needsCode, type LinkState } from '../../domain/review/link.js';
import { CHANNEL_WORDS, REVIEW_OUTCOME_WORDS, STAGE_OUTCOME_WORDS } from '../../domain/review/words.js';
import type { Text } from '../../domain/shared/errors.js';
import { clip } from '../../domain/procedure/change-lines.js';
import { digestWords, momentWords } from '../../domain/shared/formats.js';
import { VERDICT_LABELS } from '../../domain/shared/labels.js';
import { html, type Markup } from '../../domain/shared/markup.js';
import { portalPaths } from '../../domain/shared/portal.js';
import type { DecisionPage } from '../../queries/decision-page.query.js';
import { afterDue, changeList, costTable, deadlineChip, earlierVerdicts, othersOpen, personName } from './decision-parts.js';
import { pageOf, say, type PageLocale } from './page.js';

/** What every page of a link needs besides its content. */
export type LinkFrame = {
  readonly token: string;
  readonly nonce: string;
  /** Without a slash at its end. */
  readonly publicUrl: string;
  readonly demo: boolean;
};

/** What was typed, shown again with what is wrong about it. */
export type Typed = { readonly verdict: Verdict | null; readonly comment: string; readonly problem: Text | null };

export const NOTES = {
  again: {
    vi: 'Trang đã được mở lại. Chưa có ý kiến nào được ghi nhận: hãy chọn và xác nhận một lần nữa.',
    en: 'The page was opened anew. Nothing has been recorded: please choose and confirm once more.',
  },
  sent: { vi: 'Đã gửi liên kết mới tới hộp thư đã đăng ký của người nhận.', en: 'A new link is on its way to the registered mailbox of the addressee.' },
  limit: {
    vi: 'Hôm nay đã gửi lại liên kết đủ 3 lần. Hãy đăng nhập, hoặc thử lại ngày mai.',
    en: 'A new link was sent three times today. Please sign in, or try again tomorrow.',
  },
  gone: { vi: 'Việc này không còn chờ ý kiến của bạn nên không gửi liên kết mới.', en: 'This task no longer waits for your answer, so no new link was sent.' },
} as const satisfies Record<string, Text>;
export type NoteKey = keyof typeof NOTES;

/** Largest page; changes are left to the full view until it fits. */
const MOST_BYTES = 10_000;
const CHANGES_TRIED = [12, 8, 5, 3, 1, 0] as const;

const titleOf = ({ subject }: DecisionPage): string => clip(subject.procedure.name, 200);

const header = (page: DecisionPage, locale: PageLocale): Markup => {
  const t = say(locale);
  const { task, subject, addressee } = page;
  return html`<p>${deadlineChip(page, locale)}</p><h1>${titleOf(page)}</h1><p class="muted">${subject.procedure.code} · ${task.stageName[locale]}${task.round > 1 && t({ vi: ` · vòng ${task.round}`, en: ` · round ${task.round}` })} · ${subject.ownerUnit}${subject.campaign !== null && ` · ${subject.campaign}`}</p><p>${t({ vi: 'Thư gửi', en: 'The letter was for' })} <strong>${personName(addressee)}</strong>, ${task.unit}.</p>`;
};

const portalLink = ({ publicUrl }: LinkFrame, path: string, words: string): Markup => html`<p><a href="${publicUrl}${path}" rel="noreferrer">${words}</a></p>`;

const fullView = (page: DecisionPage, frame: LinkFrame, locale: PageLocale): Markup =>
  portalLink(
    frame,
    portalPaths.task(page.task.id),
    say(locale)({ vi: 'Xem đầy đủ trên cổng (cần đăng nhập)', en: 'Full view in the portal (after signing in)' }),
  );

const problemBox = (problem: Text | null, locale: PageLocale): Markup | null =>
  problem && html`<div class="note bad" role="alert" id="problem">${problem[locale]}</div>`;
const noteBox = (note: NoteKey | null, locale: PageLocale): Markup | null => note && html`<div class="note" role="status">${NOTES[note][locale]}</div>`;

/** The form: verdicts unselected, one button. */
export function formPage(page: DecisionPage, frame: LinkFrame, note: NoteKey | null, typed: Typed): string {
  const { locale } = page.addressee;
  const t = say(locale);
  const verdicts = page.task.choices.map(
    ({ verdict, label, effect, commentRequired }) =>
      html`<label class="choice"><input type="radio" name="verdict" value="${verdict}" required${typed.verdict === verdict && { markup: ' checked' }}><span><strong>${label[locale]}</strong><br><span class="muted">${effect[locale]}${commentRequired && t({ vi: '; cần nêu lý do', en: '; a reason is needed' })}</span></span></label>`,
  );
  const make = (changes: number): string =>
    pageOf({
      locale,
      title: titleOf(page),
      styles: 'decision.css',
      demo: frame.demo,
      body: html`${noteBox(note, locale)}${problemBox(typed.problem, locale)}${header(page, locale)}
<h2>${t({ vi: 'Tóm tắt thay đổi', en: 'What changes' })}</h2>${changeList(page, changes, locale)}
<h2>${t({ vi: 'Chi phí tuân thủ mỗi năm', en: 'Compliance cost a year' })}</h2>${costTable(page, locale)}
${earlierVerdicts(page, locale)}${othersOpen(page, locale)}${afterDue(page, locale)}
${fullView(page, frame, locale)}
<form method="post" action="${frame.token}"><input type="hidden" name="nonce" value="${frame.nonce}"><input type="hidden" name="digest" value="${page.contentDigest}">
<fieldset${typed.problem !== null && { markup: ' aria-describedby="problem"' }}><legend>${t({ vi: 'Ý kiến của bạn', en: 'Your answer' })}</legend>${verdicts}</fieldset>
<label class="field" for="comment">${t({ vi: 'Lý do, ý kiến kèm theo', en: 'Reason or comment' })}</label> <span class="muted">${t({ vi: '(bắt buộc khi không đồng ý hoặc trả lại)', en: '(needed to reject or return)' })}</span>
<textarea id="comment" name="comment" rows="4" maxlength="10000">${typed.comment}</textarea>
${needsCode(page.task.minAssurance) && html`<p class="muted">${t({ vi: 'Bước này cần xác nhận: sau khi bấm nút, một mã 6 chữ số được gửi tới hộp thư đã đăng ký của người nhận.', en: 'This stage needs a confirmation: after the button, a six-digit code goes to the addressee’s registered mailbox.' })}</p>`}
<button type="submit">${t({ vi: 'Xác nhận quyết định', en: 'Confirm the decision' })}</button></form>
<p class="muted">${t({ vi: 'Mã nội dung', en: 'Content code' })}: ${digestWords(page.contentDigest)}</p>`,
    });
  const tried = CHANGES_TRIED.map((changes) => () => make(changes));
  const last = make(0);
  return tried.map((attempt) => attempt()).find((made) => Buffer.byteLength(made) <= MOST_BYTES) ?? last;
}

/** The page that asks for the mailed code; it carries the choice along, so that nothing is kept in between. */
export function codePage(page: DecisionPage, frame: LinkFrame, typed: { readonly verdict: Verdict; readonly comment: string }, problem: Text | null): string {
  const { locale } = page.addressee;
  const t = say(locale);
  return pageOf({
    locale,
    title: titleOf(page),
    styles: 'decision.css',
    demo: frame.demo,
    body: html`${problemBox(problem, locale)}${header(page, locale)}
<div class="note" role="status">${t({ vi: 'Mã 6 chữ số đã được gửi tới hộp thư đã đăng ký của người nhận. Mã có hiệu lực 10 phút, nhập sai tối đa 5 lần.', en: 'A six-digit code was sent to the addressee’s registered mailbox. It is valid for 10 minutes and 5 tries.' })}</div>
<dl><dt>${t({ vi: 'Ý kiến', en: 'Answer' })}</dt><dd>${VERDICT_LABELS[typed.verdict][locale]}</dd>${typed.comment.trim() !== '' && html`<dt>${t({ vi: 'Lý do', en: 'Reason' })}</dt><dd><blockquote>${typed.comment}</blockquote></dd>`}</dl>
<form method="post" action="${frame.token}"><input type="hidden" name="nonce" value="${frame.nonce}"><input type="hidden" name="digest" value="${page.contentDigest}"><input type="hidden" name="verdict" value="${typed.verdict}"><input type="hidden" name="comment" value="${typed.comment}">
<label class="field" for="code">${t({ vi: 'Mã xác nhận', en: 'Code' })}</label>
<input class="code" type="text" id="code" name="code" inputmode="numeric" autocomplete="one-time-code" pattern="[0-9]{6}" maxlength="6" required>
<div><button type="submit">${t({ vi: 'Xác nhận quyết định', en: 'Confirm the decision' })}</button></div></form>
<p><a href="${frame.token}">${t({ vi: 'Quay lại chọn lại', en: 'Back to the choice' })}</a></p>`,
  });
}

const HEADINGS: Readonly<Record<Exclude<LinkState, 'live'>, Text>> = {
  decidedByAddressee: { vi: 'Ý kiến đã được ghi nhận', en: 'Your answer is recorded' },
  decidedByOther: { vi: 'Việc này đã có người quyết định', en: 'Somebody has decided this task' },
  reviewEnded: { vi: 'Việc rà soát đã kết thúc', en: 'The review has ended' },
  stageClosed: { vi: 'Bước này đã khép lại', en: 'This stage has closed' },
  notEligible: { vi: 'Việc này không còn thuộc quyền của người nhận thư', en: 'The addressee may no longer decide this task' },
  stale: { vi: 'Nội dung đã thay đổi so với thư', en: 'This has changed since the letter' },
  revoked: { vi: 'Liên kết này đã được thay bằng liên kết khác', en: 'This link was replaced by another' },
  expired: { vi: 'Liên kết đã hết hạn', en: 'This link has ended' },
  signIn: { vi: 'Đăng nhập để quyết định', en: 'Sign in to decide' },
};

function sentenceOf(page: DecisionPage, locale: PageLocale): Markup {
  const t = say(locale);
  const { task } = page;
  switch (page.state) {
    case 'decidedByAddressee':
    case 'decidedByOther': {
      const { decision } = task;
      if (!decision) return html``;
      const verdict = VERDICT_LABELS[decision.verdict][locale];
      const at = momentWords(decision.recordedAt);
      const channel = CHANNEL_WORDS[decision.channel][locale];
      return html`<p>${t({ vi: `${personName(decision.by)} đã cho ý kiến “${verdict}” lúc ${at}, ${channel}.`, en: `${personName(decision.by)} answered “${verdict}” on ${at}, ${channel}.` })}</p>`;
    }
    case 'reviewEnded':
      return html`<p>${t({ vi: 'Kết quả', en: 'Outcome' })}: ${page.reviewOutcome === null ? '' : REVIEW_OUTCOME_WORDS[page.reviewOutcome][locale]}.</p>`;
    case 'stageClosed':
      return html`<p>${t({ vi: 'Không cần ý kiến nữa. Kết quả của bước', en: 'No answer is needed any more. Outcome of the stage' })}: ${task.stageOutcome === null ? t({ vi: 'đã dừng', en: 'stopped' }) : STAGE_OUTCOME_WORDS[task.stageOutcome][locale]}.</p>`;
    case 'notEligible':
      return html`${page.why.map((sentence) => html`<p>${sentence[locale]}</p>`)}`;
    case 'stale':
      if (page.contentDigest === task.contentDigest) {
        return html`<p>${t({ vi: 'Việc đã được cập nhật sau khi gửi thư (người quyết định hoặc loại ý kiến), nên liên kết này không còn dùng để quyết định. Nội dung phương án không đổi.', en: 'The task was updated after the letter was sent (who decides, or how), so this link no longer decides. The proposal itself has not changed.' })}</p>`;
      }
      return html`<p>${t({ vi: `Phương án đã được sửa sau khi gửi thư, nên liên kết này không còn dùng để quyết định. Mã nội dung trong thư ${digestWords(page.contentDigest)}, hiện nay ${digestWords(task.contentDigest)}. Dưới đây là nội dung hiện nay.`, en: `The proposal was changed after the letter was sent, so this link no longer decides. Content code of the letter ${digestWords(page.contentDigest)}, now ${digestWords(task.contentDigest)}. Below is the present content.` })}</p>`;
    case 'revoked':
      return html`<p>${t({ vi: 'Dùng liên kết trong thư mới nhất, hoặc yêu cầu gửi lại.', en: 'Use the link of the newest letter, or ask for another.' })}</p>`;
    case 'expired':
      return html`<p>${t({ vi: `Liên kết dùng được đến ${momentWords(page.expiresAt)}. Việc vẫn đang chờ ý kiến: yêu cầu liên kết mới hoặc đăng nhập.`, en: `The link was valid until ${momentWords(page.expiresAt)}. The task still waits: ask for a new link or sign in.` })}</p>`;
    case 'signIn':
      return html`<p>${t({ vi: 'Bước này cần đăng nhập để xác nhận danh tính. Lựa chọn trên trang này không được chuyển theo.', en: 'This stage needs signing in. A choice made here is not carried over.' })}</p>`;
    case 'live':
      return html``;
  }
}

const CAN_RESEND: readonly LinkState[] = ['stale', 'revoked', 'expired'];

/** What has become of the link, in place of the form. `conflict`: the posted verdict could not be taken. */
export function statePage(page: DecisionPage, frame: LinkFrame, note: NoteKey | null, conflict: Text | null): string {
  const { locale } = page.addressee;
  const t = say(locale);
  if (page.state === 'live') throw new Error('a live link shows its form');
  const { decision } = page.task;
  const mine = page.state === 'decidedByAddressee' && decision !== null;
  return pageOf({
    locale,
    title: HEADINGS[page.state][locale],
    styles: 'decision.css',
    demo: frame.demo,
    body: html`${noteBox(note, locale)}${problemBox(conflict, locale)}<div class="note${mine && ' good'}"><strong>${HEADINGS[page.state][locale]}</strong></div>${sentenceOf(page, locale)}
${mine && html`<table><tr><th scope="row">${t({ vi: 'Số biên nhận', en: 'Receipt' })}</th><td>${decision.decisionId}</td></tr><tr><th scope="row">${t({ vi: 'Ghi nhận lúc', en: 'Recorded at' })}</th><td>${momentWords(decision.recordedAt)} (${decision.late ? t({ vi: 'quá hạn', en: 'late' }) : t({ vi: 'trong hạn', en: 'in time' })})</td></tr><tr><th scope="row">${t({ vi: 'Mức xác nhận', en: 'Assurance' })}</th><td>${decision.assurance}</td></tr><tr><th scope="row">${t({ vi: 'Số thứ tự trong sổ', en: 'Place in the log' })}</th><td>${decision.seq}</td></tr><tr><th scope="row">${t({ vi: 'Mã đầu sổ', en: 'Head of the log' })}</th><td>${decision.chainHead}</td></tr></table>${decision.comment.trim() !== '' && html`<blockquote>${clip(decision.comment, 1_000)}</blockquote>`}${portalLink(frame, '/viec', t({ vi: 'Việc tiếp theo của bạn', en: 'Your next task' }))}`}
${header(page, locale)}${page.state === 'stale' && changeList(page, 6, locale)}
${CAN_RESEND.includes(page.state) && html`<form method="post" action="${frame.token}/resend"><input type="hidden" name="nonce" value="${frame.nonce}"><button class="quiet" type="submit">${t({ vi: 'Gửi lại liên kết', en: 'Send me a new link' })}</button></form>`}
${fullView(page, frame, locale)}`,
  });
}

/** The same bytes whatever was asked for: a stranger learns nothing. */
export const notFoundPage = (demo: boolean): string =>
  pageOf({
    locale: 'vi',
    title: 'Không tìm thấy',
    styles: 'decision.css',
    demo,
    body: html`<h1>Không tìm thấy liên kết này</h1><p>Kiểm tra lại đường dẫn trong thư, hoặc đăng nhập TinhGọn để xem việc của bạn.</p><p lang="en" class="muted">There is no such link. Check the address in your letter, or sign in.</p>`,
  });
