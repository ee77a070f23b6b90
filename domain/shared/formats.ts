/** How instants and amounts are written for people, the same in letters and on pages. */
import { addDays, instantFromMs, epochMs, localDateOf, MS_PER_MINUTE, type Instant, type LocalDate } from './instant.js';

/** Vietnam keeps one time zone, without daylight saving. */
export const VIETNAM_OFFSET_MINUTES = 7 * 60;

/** `25/02/2026` */
export const dateWords = (date: LocalDate): string => `${date.slice(8, 10)}/${date.slice(5, 7)}/${date.slice(0, 4)}`;

const clockOf = (at: Instant): string => instantFromMs(epochMs(at) + VIETNAM_OFFSET_MINUTES * MS_PER_MINUTE).slice(11, 16);

/** `25/02/2026 09:12`, wall time of Vietnam. */
export const momentWords = (at: Instant): string => `${dateWords(localDateOf(at, VIETNAM_OFFSET_MINUTES))} ${clockOf(at)}`;

/** `24:00 25/02/2026`: a term that ends with its day is told by that day, not by the first minute of the next. */
export function deadlineWords(dueAt: Instant): string {
  const date = localDateOf(dueAt, VIETNAM_OFFSET_MINUTES);
  const clock = clockOf(dueAt);
  return clock === '00:00' ? `24:00 ${dateWords(addDays(date, -1))}` : `${clock} ${dateWords(date)}`;
}

/** `1.234.567 đ`, whole đồng. */
export function dongWords(amountDong: number): string {
  if (!Number.isSafeInteger(amountDong)) throw new Error(`not an amount in whole đồng: ${amountDong}`);
  const digits = String(Math.abs(amountDong)).replace(/\B(?=(\d{3})+$)/gu, '.');
  return `${amountDong < 0 ? '−' : ''}${digits} đ`;
}

/** First eight digits of a content digest in two groups, to compare a letter with a page by eye: `7F3A-91C2`. */
export const digestWords = (digest: string): string => `${digest.slice(0, 4)}-${digest.slice(4, 8)}`.toUpperCase();
