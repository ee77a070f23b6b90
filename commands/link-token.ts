/**
 * The secret of a decision link: 32 random bytes with a 4-byte HMAC tail that lets garbage be refused without a query.
 * Only the SHA-256 of the random part is stored; keys rotate, newest first, older ones still read.
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** `TOKEN_KEYS`, newest first; never empty. */
export type LinkKeys = readonly string[];

const RANDOM_BYTES = 32;
const TAIL_BYTES = 4;
const TOKEN = /^[A-Za-z0-9_-]{48}$/;

/** HMAC-SHA256 under one purpose: a value made for one use means nothing in another. */
export const keyedMac = (key: string, purpose: string, ...parts: readonly string[]): Buffer =>
  createHmac('sha256', key)
    .update(JSON.stringify([purpose, ...parts]))
    .digest();

const newestOf = (keys: LinkKeys): string => {
  const [newest] = keys;
  if (newest === undefined) throw new Error('TOKEN_KEYS is empty: decision links need a key');
  return newest;
};

const tailOf = (key: string, random: Buffer): Buffer => keyedMac(key, 'link', random.toString('hex')).subarray(0, TAIL_BYTES);
const hashOf = (random: Buffer): string => createHash('sha256').update(random).digest('hex');

export type LinkToken = { readonly token: string; readonly hash: string };

/** A fresh token with the hash that is stored of it. */
export function makeLinkToken(keys: LinkKeys): LinkToken {
  const random = randomBytes(RANDOM_BYTES);
  return { token: Buffer.concat([random, tailOf(newestOf(keys), random)]).toString('base64url'), hash: hashOf(random) };
}

/** The stored hash of a token that one of our keys made; null for anything else. Every key is tried, whatever matches. */
export function readLinkToken(keys: LinkKeys, text: string): string | null {
  if (!TOKEN.test(text)) return null;
  const bytes = Buffer.from(text, 'base64url');
  const random = bytes.subarray(0, RANDOM_BYTES);
  const tail = bytes.subarray(RANDOM_BYTES);
  const matches = keys.map((key) => timingSafeEqual(tailOf(key, random), tail));
  return matches.includes(true) ? hashOf(random) : null;
}

/** The six digits a code letter carries: made from the notice's id, so that nobody has to store them. */
export const linkCodeOf = (keys: LinkKeys, noticeId: string): string =>
  String(keyedMac(newestOf(keys), 'code', noticeId).readUIntBE(0, 6) % 1_000_000).padStart(6, '0');

/** What a code is bound to besides its token. */
export const codePurpose = (verdict: string, contentDigest: string): string => createHash('sha256').update(`${verdict}\n${contentDigest}`).digest('hex');

/** The stored form of a code: six digits alone would be guessed from a dump. */
export const codeHashOf = (key: string, tokenHash: string, purpose: string, code: string): string =>
  keyedMac(key, 'codeHash', tokenHash, purpose, code).toString('hex');

/** The hash a fresh code is stored as. */
export const freshCodeHash = (keys: LinkKeys, tokenHash: string, purpose: string, code: string): string => codeHashOf(newestOf(keys), tokenHash, purpose, code);

/** Whether a typed code is the stored one under any key. */
export const isCode = (keys: LinkKeys, tokenHash: string, purpose: string, code: string, stored: string): boolean =>
  keys.map((key) => timingSafeEqual(Buffer.from(codeHashOf(key, tokenHash, purpose, code)), Buffer.from(stored))).includes(true);

/** One notice, one Message-ID, on every attempt; the tail keeps outsiders from naming it. */
export const messageIdOf = (keys: LinkKeys, noticeId: string, domain: string): string =>
  `<n.${noticeId}.${keyedMac(newestOf(keys), 'messageId', noticeId).toString('hex').slice(0, 16)}@${domain}>`;

/** Ties a form to the browser that fetched it, to its link, and to the content it showed. */
export const formNonce = (keys: LinkKeys, cookie: string, tokenHash: string, contentDigest: string): string =>
  keyedMac(newestOf(keys), 'form', cookie, tokenHash, contentDigest).toString('base64url');

/** Whether a posted nonce was made for this browser, link and content. */
export function isFormNonce(keys: LinkKeys, nonce: string, cookie: string, tokenHash: string, contentDigest: string): boolean {
  const given = Buffer.from(nonce);
  return keys
    .map((key) => Buffer.from(keyedMac(key, 'form', cookie, tokenHash, contentDigest).toString('base64url')))
    .map((made) => made.length === given.length && timingSafeEqual(made, given))
    .includes(true);
}
