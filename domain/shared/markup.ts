/** HTML from templates in which every value is escaped unless it is markup already. */
export type Markup = { readonly markup: string };

type Value = string | number | Markup | readonly Markup[] | null | false;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Safe between tags and inside quoted attributes. Not for URLs of unknown scheme, scripts or styles. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/gu, (letter) => ENTITIES[letter] ?? letter);

const render = (value: Value): string => {
  if (value === null || value === false) return '';
  if (typeof value === 'string') return escapeHtml(value);
  if (typeof value === 'number') return String(value);
  return 'markup' in value ? value.markup : value.map((part) => part.markup).join('');
};

/** `html\`<p>${text}</p>\``: null and false vanish, lists are joined. */
export const html = (parts: TemplateStringsArray, ...values: readonly Value[]): Markup => ({
  markup: parts.reduce((made, part, index) => made + render(values[index - 1] ?? null) + part),
});
