/** Says words that arrive from the server in one language or in both. */
import type { Text } from '../../../domain/shared/errors.js';
import { useWords } from './i18n.js';
import { say } from './language.js';

export function useSay(): (word: string | Text | null | undefined) => string {
  const { language } = useWords();
  return (word) => (word === null || word === undefined ? '' : say(word, language));
}
