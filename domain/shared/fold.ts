/**
 * The one folding of Vietnamese text for searching and matching.
 * It is blind to tone marks, to đ/d, to upper case, to where a tone mark stands (hòa = hoà) and to runs of spaces.
 */

/** `Đăng ký  khai sinh` → `dang ky khai sinh`. Never shown to people, never stored in place of the text. */
export const fold = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('đ', 'd')
    .replace(/[\s\u00a0\u200b-\u200d\ufeff]+/gu, ' ')
    .trim();
