/** Refusal of characters that could bend a header or hide what a line says. */
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]|\p{Cs}/u;
const CONTROL_BUT_LINES = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029]|\p{Cs}/u;

/** @throws Error for a line break or control character: an error, never stripped in silence */
export function assertOneLine(value: string, what: string): void {
  if (CONTROL.test(value)) throw new Error(`a control character stands in the ${what}`);
}

/** @throws Error for a control character other than a line break or tab */
export function assertClean(value: string, what: string): void {
  if (CONTROL_BUT_LINES.test(value)) throw new Error(`a control character stands in the ${what}`);
}
