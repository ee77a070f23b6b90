/** Which language the screens speak, where that is kept, how a bilingual word is said. */
import type { Text } from '../../../domain/shared/errors.js';
import type { Language } from '../format/dates.js';

export type { Language } from '../format/dates.js';

export const LANGUAGES = ['vi', 'en'] as const satisfies readonly Language[];

/** The word in a language; text that came in one language only is said as it is. */
export const say = (word: string | Text, language: Language): string => (typeof word === 'string' ? word : word[language]);

/** Vietnamese unless English was chosen. */
export const languageOf = (text: string | null): Language => (text === 'en' ? 'en' : 'vi');
