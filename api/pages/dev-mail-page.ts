/** The test mailbox as pages: people's boxes, the letters of one, one letter in four tabs. */
import { momentWords } from '../../domain/shared/formats.js';
import type { Instant } from '../../domain/shared/instant.js';
import { html, type Markup } from '../../domain/shared/markup.js';
import { pageOf, say, type PageLocale } from './page.js';

export type MailSummary = {
  readonly id: number;
  readonly receivedAt: string;
  readonly to: string;
  readonly toName: string;
  readonly fromName: string;
  readonly subject: string;
};

export type MailParts = MailSummary & {
  readonly text: string;
  readonly html: string | null;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly raw: string;
  readonly decisionUrl: string | null;
};

export const TABS = ['text', 'html', 'headers', 'raw'] as const;
export type Tab = (typeof TABS)[number];

const title = (locale: PageLocale): string => say(locale)({ vi: 'Hộp thư thử', en: 'Test mailbox' });

function boxes(mails: readonly MailSummary[], chosen: string | null, locale: PageLocale): Markup {
  const counts = new Map<string, { name: string; count: number }>();
  for (const mail of mails) counts.set(mail.to, { name: mail.toName, count: (counts.get(mail.to)?.count ?? 0) + 1 });
  const item = (address: string | null, name: string, count: number): Markup =>
    html`<li><a href="/dev/mail${address !== null && `?box=${encodeURIComponent(address)}`}"${address === chosen && { markup: ' aria-current="page"' }}>${name} (${count})${address !== null && html`<br><span class="muted">${address}</span>`}</a></li>`;
  const people = [...counts].sort(([, a], [, b]) => a.name.localeCompare(b.name, 'vi'));
  return html`<nav aria-label="${say(locale)({ vi: 'Hộp thư', en: 'Mailboxes' })}"><ul class="boxes">${item(null, say(locale)({ vi: 'Mọi người', en: 'Everybody' }), mails.length)}${people.map(([address, { name, count }]) => item(address, name, count))}</ul></nav>`;
}

/** @param chosen an address, or null for everybody's letters */
export function mailboxPage(mails: readonly MailSummary[], chosen: string | null, locale: PageLocale, demo: boolean): string {
  const t = say(locale);
  const shown = mails.filter((mail) => chosen === null || mail.to === chosen);
  const rows = shown.map(
    (mail) =>
      html`<tr><td><a href="/dev/mail/${mail.id}">${mail.subject}</a><br><span class="muted">${mail.toName} · ${mail.fromName}</span></td><td>${momentWords(mail.receivedAt as Instant)}</td></tr>`,
  );
  return pageOf({
    locale,
    title: title(locale),
    styles: '/dev/mail/style.css',
    demo,
    wide: true,
    body: html`<h1>${title(locale)}</h1><p class="muted">${t({ vi: 'Thư hệ thống gửi ra được giữ ở đây thay vì gửi thật. Mở thư rồi đi theo liên kết như người nhận.', en: 'Letters are kept here instead of being delivered. Open one and follow its link as its recipient would.' })}</p>
<div class="cols">${boxes(mails, chosen, locale)}<section>${
      shown.length === 0
        ? html`<p>${t({ vi: 'Chưa có thư nào. Mở một đợt rà soát hoặc đẩy đồng hồ thử để có thư.', en: 'No letters yet. Launch a campaign or advance the test clock to get some.' })}</p>`
        : html`<table><tr><th scope="col">${t({ vi: 'Thư', en: 'Letter' })}</th><th scope="col">${t({ vi: 'Nhận lúc', en: 'Received' })}</th></tr>${rows}</table>`
    }</section></div>`,
  });
}

function tabBody(mail: MailParts, tab: Tab, locale: PageLocale): Markup {
  switch (tab) {
    case 'text':
      return html`<pre>${mail.text}</pre>`;
    case 'html':
      return mail.html === null
        ? html`<p>${say(locale)({ vi: 'Thư này không có phần HTML.', en: 'This letter has no HTML part.' })}</p>`
        : html`<iframe src="/dev/mail/${mail.id}/body.html" title="HTML" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>`;
    case 'headers':
      return html`<table>${mail.headers.map(({ name, value }) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`)}</table>`;
    case 'raw':
      return html`<pre>${mail.raw}</pre>`;
  }
}

export function mailPage(mail: MailParts, tab: Tab, locale: PageLocale, demo: boolean): string {
  const t = say(locale);
  const names: Readonly<Record<Tab, string>> = {
    text: t({ vi: 'Văn bản', en: 'Text' }),
    html: 'HTML',
    headers: t({ vi: 'Tiêu đề thư', en: 'Headers' }),
    raw: t({ vi: 'Bản gốc', en: 'Raw' }),
  };
  return pageOf({
    locale,
    title: mail.subject,
    styles: '/dev/mail/style.css',
    demo,
    wide: true,
    body: html`<p><a href="/dev/mail?box=${encodeURIComponent(mail.to)}">← ${t({ vi: 'Hộp thư của', en: 'Mailbox of' })} ${mail.toName}</a></p><h1>${mail.subject}</h1>
<p class="muted">${mail.fromName} → ${mail.toName} &lt;${mail.to}&gt; · ${momentWords(mail.receivedAt as Instant)}</p>
${mail.decisionUrl !== null && html`<p><a href="${mail.decisionUrl}" target="_blank" rel="noopener noreferrer"><strong>${t({ vi: 'Mở như người nhận', en: 'Open as recipient' })}</strong></a> <span class="muted">${t({ vi: '(đúng liên kết trong thư)', en: '(the very link of the letter)' })}</span></p>`}
<ul class="tabs">${TABS.map((name) => html`<li><a href="/dev/mail/${mail.id}?tab=${name}"${name === tab && { markup: ' aria-current="page"' }}>${names[name]}</a></li>`)}</ul>
${tabBody(mail, tab, locale)}`,
  });
}

export const mailMissingPage = (locale: PageLocale, demo: boolean): string =>
  pageOf({
    locale,
    title: title(locale),
    styles: '/dev/mail/style.css',
    demo,
    body: html`<h1>${say(locale)({ vi: 'Không có thư này', en: 'There is no such letter' })}</h1><p><a href="/dev/mail">${title(locale)}</a></p>`,
  });
