/** The idempotency key of one form: the same content keeps its key, changed content gets a new one. */

const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz';

/** A key of 26 letters over random bytes. */
export const keyOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => LETTERS[byte & 31]).join('');

export type SubmissionKey = { readonly for: (content: string) => string };

/** @param random fills the bytes of a fresh key */
export function createSubmissionKey(random: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array): SubmissionKey {
  let last: { readonly content: string; readonly key: string } | null = null;
  return {
    for: (content) => {
      if (last?.content !== content) last = { content, key: `web_${keyOf(random(new Uint8Array(26)))}` };
      return last.key;
    },
  };
}
