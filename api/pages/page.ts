/** The frame of every page rendered here: one file, no script, nothing fetched but the stylesheet beside it. */
import type { Text } from '../../domain/shared/errors.js';
import { html, type Markup } from '../../domain/shared/markup.js';

export type PageLocale = 'vi' | 'en';

export const say =
  (locale: PageLocale) =>
  (text: Text): string =>
    text[locale];

export type Page = {
  readonly locale: PageLocale;
  readonly title: string;
  readonly body: Markup;
  /** Address of the stylesheet as seen from the page. */
  readonly styles: string;
  /** Paints the banner of a demo. */
  readonly demo: boolean;
  readonly wide?: boolean;
};

const DEMO: Text = { vi: 'Bản demo: dữ liệu mẫu, không có giá trị pháp lý.', en: 'Demo: sample data without legal effect.' };

export const pageOf = ({ locale, title, body, styles, demo, wide }: Page): string =>
  html`<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><title>${title} · TinhGọn</title><link rel="stylesheet" href="${styles}"></head>
<body><header><div class="bar">TinhGọn</div>${demo && html`<div class="demo">${DEMO[locale]}</div>`}</header><main${wide === true && { markup: ' class="wide"' }}>${body}</main></body></html>
`.markup;
