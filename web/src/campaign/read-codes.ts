/** Procedure codes out of pasted text: one a line, or with whatever stands between them. */
import { PROCEDURE_CODE } from '../../../domain/procedure/procedure.js';

export type ReadCodes = { readonly codes: readonly string[]; readonly repeated: readonly string[]; readonly unreadable: readonly string[] };

/** Spreadsheets turn `1.002010` into `1.00201`, `1002010` or `1,00201`: such numbers are read back. */
function repaired(word: string): string | null {
  if (PROCEDURE_CODE.test(word)) return word;
  const decimal = /^(\d)[.,](\d{1,6})$/.exec(word);
  const code = decimal ? `${decimal[1]}.${(decimal[2] as string).padEnd(6, '0')}` : /^\d{7}$/.test(word) ? `${word.slice(0, 1)}.${word.slice(1)}` : null;
  return code !== null && PROCEDURE_CODE.test(code) ? code : null;
}

/** Codes in the order given, each once. Words without any digit (a pasted heading, a name) are passed over. */
export function readCodes(text: string): ReadCodes {
  const codes: string[] = [];
  const repeated: string[] = [];
  const unreadable: string[] = [];
  for (const word of text.normalize('NFC').split(/[\s;|]+|,(?!\d)/u)) {
    if (!/\d/.test(word)) continue;
    const code = repaired(word);
    if (code === null) unreadable.push(word);
    else if (codes.includes(code)) repeated.push(code);
    else codes.push(code);
  }
  return { codes, repeated, unreadable };
}
