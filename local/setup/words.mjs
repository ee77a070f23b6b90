/** What the set-up says to a person, in the language of TINHGON_LANG (Vietnamese unless it is `en`). */

const language = process.env.TINHGON_LANG === 'en' ? 'en' : 'vi';

/** @param {{vi: string, en: string}} words */
export const pick = (words) => words[language];

/** Progress goes to stderr; stdout belongs to what is started. */
export const say = (words) => console.error(pick(words));

/** A failure that a person can mend; shown in both languages without a stack. */
export class Trouble extends Error {
  constructor(words) {
    super(words.en);
    this.vi = words.vi;
    this.en = words.en;
  }
}
