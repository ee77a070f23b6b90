/** Numbers, money and shares as people read them. */
import type { Language } from './dates.js';

const LOCALES: Readonly<Record<Language, string>> = { vi: 'vi-VN', en: 'en-GB' };

/** `1.234.567` · `1,234,567`. */
export const wholeText = (value: number, language: Language): string => new Intl.NumberFormat(LOCALES[language], { maximumFractionDigits: 0 }).format(value);

/** Đồng with its sign: `384.000.000 đ`. */
export const moneyText = (dong: number, language: Language): string => `${wholeText(dong, language)} đ`;

const SCALES = [
  { least: 1_000_000_000, vi: 'tỷ', en: 'bn' },
  { least: 1_000_000, vi: 'tr', en: 'm' },
] as const;

/** Đồng for a line of a list: `232,8 tr đ`, `1,2 tỷ đ`; below a million every đồng is written. */
export function shortMoneyText(dong: number, language: Language): string {
  const scale = SCALES.find(({ least }) => Math.abs(dong) >= least);
  if (scale === undefined) return moneyText(dong, language);
  const value = new Intl.NumberFormat(LOCALES[language], { maximumFractionDigits: 1 }).format(dong / scale.least);
  return `${value} ${scale[language]} đ`;
}

/**
 * Share of `part` in `whole` (whole đồng, or their text) in percent with at most two places, half away from zero, as the
 * cost engine rounds; null when there is no whole. Exact: 232.800.000 of 384.000.000 is 60,625 % and reads 60,63 %.
 */
export function percentText(part: number | string, whole: number | string, language: Language): string | null {
  const [over, under] = [BigInt(part), BigInt(whole)];
  if (under === 0n) return null;
  const negative = over < 0n !== under < 0n && over !== 0n;
  const [size, base] = [over < 0n ? -over : over, under < 0n ? -under : under];
  const hundredths = (size * 20_000n + base) / (base * 2n);
  const share = new Intl.NumberFormat(LOCALES[language], { maximumFractionDigits: 2 }).format(Number(hundredths) / 100);
  return `${negative ? '-' : ''}${share} %`;
}

/** Exact decimal text (`"0.5"`) with the mark of the language. */
export const decimalText = (value: string, language: Language): string => (language === 'vi' ? value.replace('.', ',') : value);
