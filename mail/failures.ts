/**
 * Door 4: what an SMTP failure means for a letter.
 * Refused for good at the recipient or the message: bounced. Anything else passes with time; lost after the message had
 * begun, it may have arrived, and the same bytes go again.
 */
export type SmtpFailure =
  | { readonly to: 'bounced'; readonly reason: string }
  | { readonly to: 'deferred'; readonly reason: string; readonly ambiguous: boolean };

const field = (error: unknown, name: string): unknown =>
  typeof error === 'object' && error !== null && name in error ? (error as Record<string, unknown>)[name] : undefined;

/** @param dataBegun whether the server had taken DATA and a byte of the message was on its way */
export function smtpFailure(error: unknown, dataBegun: boolean): SmtpFailure {
  const status = field(error, 'responseCode');
  const code = field(error, 'code');
  const command = field(error, 'command');
  const reason = typeof status === 'number' ? `smtp${status}` : typeof code === 'string' ? code : 'smtpLost';
  if (typeof status === 'number') {
    // A refusal of the sender or of our sign-in is our own matter, not the recipient's address.
    const aboutLetter = (code === 'EENVELOPE' && command !== 'MAIL FROM') || code === 'EMESSAGE';
    return status >= 500 && aboutLetter ? { to: 'bounced', reason } : { to: 'deferred', reason, ambiguous: false };
  }
  if (code === 'EENVELOPE' && command === 'API') return { to: 'bounced', reason: 'addressInvalid' };
  return { to: 'deferred', reason: dataBegun ? `lostAfterData-${reason}` : reason, ambiguous: dataBegun };
}
