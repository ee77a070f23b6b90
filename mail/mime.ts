/** The complete message of a letter, as it goes over the wire. */
import { createTransport } from 'nodemailer';
import addressparser from 'nodemailer/lib/addressparser';
import type { RenderedLetter } from './templates/render.js';
import { assertOneLine } from './templates/safe-text.js';

export type Message = {
  readonly letter: RenderedLetter;
  /** `MAIL_FROM`: its address sends; its name is replaced by ours with the unit. */
  readonly from: string;
  readonly fromUnit: string | null;
  readonly to: { readonly name: string; readonly address: string };
  readonly messageId: string;
  /** One thread per task and round; null where the letter is about no task. */
  readonly threadId: string | null;
  readonly date: Date;
};

export type Envelope = { readonly from: string; readonly to: string };

/** The address in `Name <address>` or alone. @throws Error when there is none */
export function addressOf(text: string): string {
  const [first] = addressparser(text, { flatten: true });
  if (!first?.address) throw new Error(`no address in ${JSON.stringify(text)}`);
  return first.address;
}

/** @throws Error for a control character in anything that becomes a header */
export async function composeMessage(message: Message): Promise<{ readonly envelope: Envelope; readonly raw: Buffer }> {
  const fromName = message.fromUnit === null ? 'TinhGọn' : `TinhGọn · ${message.fromUnit}`;
  const from = addressOf(message.from);
  const { to, letter, messageId, threadId } = message;
  for (const value of [fromName, from, to.name, to.address, letter.subject, messageId, threadId ?? '']) assertOneLine(value, 'header');
  const composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  const made = await composer.sendMail({
    from: { name: fromName, address: from },
    to: { name: to.name, address: to.address },
    subject: letter.subject,
    text: letter.text,
    html: letter.html,
    messageId,
    ...(threadId === null ? {} : { inReplyTo: threadId, references: threadId }),
    date: message.date,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'RN, NRN, AutoReply' },
    xMailer: false,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  if (!Buffer.isBuffer(made.message)) throw new Error('the composer gave no bytes');
  return { envelope: { from, to: to.address }, raw: made.message };
}
