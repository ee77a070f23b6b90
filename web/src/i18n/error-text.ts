/** The catalogue's words for an error code that came as a code. */
import { ERROR_TEXTS, type ErrorCode } from '../../../domain/shared/errors.js';
import type { Language } from './language.js';

export const errorText = (code: string, language: Language): string =>
  Object.hasOwn(ERROR_TEXTS, code) ? ERROR_TEXTS[code as ErrorCode][language] : code;
