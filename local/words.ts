/** Two languages of one sentence, and how a failure is put to a person. */

export type Words = { readonly vi: string; readonly en: string };

/** A failure of the local stack that a person can mend: what is wrong and what to do, in both languages. */
export function trouble(words: Words): Error {
  return new Error(`${words.vi}\n${words.en}`);
}
