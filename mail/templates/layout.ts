/** The two forms of a letter, made from one body so that they say the same. */
import { html, type Markup } from '../../domain/shared/markup.js';
import type { LetterBody, LetterModel, Locale } from './model.js';
import { personOf, say } from './words.js';

const greeting = ({ recipient }: LetterModel, locale: Locale): string => {
  const unit = recipient.unit === null ? '' : ` (${recipient.unit})`;
  return say(locale)({ vi: `Kính gửi ${personOf(recipient)}${unit},`, en: `Dear ${personOf(recipient)}${unit},` });
};

const noReply = (locale: Locale): string =>
  say(locale)({ vi: 'Thư tự động, hộp thư gửi không nhận trả lời.', en: 'This letter is automatic; its sender does not read mail.' });
const whyLabel = (locale: Locale): string => say(locale)({ vi: 'Vì sao tôi nhận thư này', en: 'Why you get this letter' });
const codeLabel = (locale: Locale): string => say(locale)({ vi: 'Mã xác nhận', en: 'Code' });

/** Complete on its own, lines as they are: somebody else's words are marked on every line. */
export function textOf(body: LetterBody, model: LetterModel, locale: Locale): string {
  const blocks = [
    greeting(model, locale),
    body.opening,
    ...(body.digits === null ? [] : [`${codeLabel(locale)}: ${body.digits}`]),
    body.rows.map(([label, value]) => `${label}: ${value}`).join('\n'),
    ...(body.quote === null
      ? []
      : [
          `${body.quote.label}:\n${body.quote.text
            .split('\n')
            .map((line) => `| ${line}`)
            .join('\n')}`,
        ]),
    ...(body.button === null ? [] : [`${body.button.label}: ${body.button.url}\n(${body.button.note})`]),
    ...(body.paragraphs.length === 0 ? [] : [body.paragraphs.join('\n')]),
    `${body.portal.label}: ${body.portal.url}`,
    `${whyLabel(locale)}: ${body.why}\n${noReply(locale)}`,
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

const FONT = 'font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:1.5;color:#1f1f1f';
const MUTED = 'font-size:14px;line-height:1.5;color:#595959';

const paragraph = (text: string): Markup => html`<p style="margin:0 0 16px">${text}</p>`;

/** One column of 600 px, inline style, no picture and nothing fetched from anywhere. */
export function htmlOf(body: LetterBody, model: LetterModel, locale: Locale): string {
  const rows = body.rows.map(
    ([label, value]) =>
      html`<tr><th scope="row" style="text-align:left;vertical-align:top;padding:8px 12px 8px 0;border-top:1px solid #d9d9d9;font-weight:600;width:34%">${label}</th><td style="vertical-align:top;padding:8px 0;border-top:1px solid #d9d9d9">${value}</td></tr>`,
  );
  const page = html`<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${body.subject}</title></head>
<body style="margin:0;padding:0;background:#ffffff">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td align="center" style="padding:16px">
<table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0" style="width:100%;max-width:600px;${{ markup: FONT }}"><tr><td style="text-align:left">
${paragraph(greeting(model, locale))}
${paragraph(body.opening)}
${body.digits === null ? null : html`<p style="margin:0">${codeLabel(locale)}:</p><p style="margin:0 0 16px;font-size:28px;letter-spacing:6px;font-weight:700">${body.digits}</p>`}
${body.rows.length === 0 ? null : html`<table width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 16px;border-bottom:1px solid #d9d9d9">${rows}</table>`}
${body.quote === null ? null : html`<p style="margin:0 0 4px;font-weight:600">${body.quote.label}:</p><blockquote style="margin:0 0 16px;padding:4px 12px;border-left:3px solid #8c8c8c;white-space:pre-wrap">${body.quote.text}</blockquote>`}
${body.button === null ? null : html`<p style="margin:0 0 8px"><a href="${body.button.url}" style="display:inline-block;background:#0b5394;color:#ffffff;text-decoration:none;padding:12px 20px;border-radius:6px;font-weight:600">${body.button.label}</a></p><p style="margin:0 0 4px;${{ markup: MUTED }};word-break:break-all">${body.button.url}</p><p style="margin:0 0 16px;${{ markup: MUTED }}">${body.button.note}</p>`}
${body.paragraphs.map(paragraph)}
<p style="margin:0 0 16px"><a href="${body.portal.url}" style="color:#0b5394">${body.portal.label}</a></p>
<p style="margin:24px 0 0;padding-top:12px;border-top:1px solid #d9d9d9;${{ markup: MUTED }}">${whyLabel(locale)}: ${body.why}<br>${noReply(locale)}</p>
</td></tr></table>
</td></tr></table>
</body></html>
`;
  return page.markup;
}
