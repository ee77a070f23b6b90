/** Caught letters taken apart for reading: people's mailboxes, the parts of one letter. */
import { simpleParser } from 'mailparser';
import type { CaughtMail, MailSpool } from './mail-spool.js';

export type MailSummary = {
  readonly id: number;
  readonly receivedAt: string;
  /** Address of the mailbox. */
  readonly to: string;
  /** Name in the `To` header; the address where there is none. */
  readonly toName: string;
  readonly fromName: string;
  readonly subject: string;
};

export type MailParts = MailSummary & {
  readonly text: string;
  readonly html: string | null;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly raw: string;
  /** The link that leads to deciding; null in letters that do not ask. */
  readonly decisionUrl: string | null;
};

export type TestMailbox = {
  /** Newest first, one entry for each recipient. */
  readonly list: () => Promise<readonly MailSummary[]>;
  readonly find: (id: number) => Promise<MailParts | null>;
};

const DECISION_LINK = /https?:\/\/[^\s"'<>]+\/q\/[A-Za-z0-9_-]{48}(?![A-Za-z0-9_-])/u;

async function partsOf(mail: CaughtMail): Promise<MailParts> {
  const parsed = await simpleParser(mail.raw, { skipImageLinks: true });
  const toHeader = Array.isArray(parsed.to) ? parsed.to : parsed.to ? [parsed.to] : [];
  const named = toHeader.flatMap((entry) => entry.value).find((entry) => entry.address === mail.to[0]);
  const sender = parsed.from?.value[0];
  const text = parsed.text ?? '';
  return {
    id: mail.id,
    receivedAt: mail.receivedAt,
    to: mail.to[0] ?? '',
    toName: named?.name || (mail.to[0] ?? ''),
    fromName: sender?.name || mail.from,
    subject: parsed.subject ?? '',
    text,
    html: parsed.html === false ? null : parsed.html,
    headers: parsed.headerLines.map(({ key, line }) => ({ name: key, value: line.slice(line.indexOf(':') + 1).trim() })),
    raw: mail.raw.toString('utf8'),
    decisionUrl: DECISION_LINK.exec(text)?.[0] ?? null,
  };
}

/** Each letter is parsed once. */
export function createTestMailbox(spool: Pick<MailSpool, 'list' | 'find'>): TestMailbox {
  const parsed = new Map<number, Promise<MailParts>>();
  const parse = (mail: CaughtMail): Promise<MailParts> => {
    const known = parsed.get(mail.id) ?? partsOf(mail);
    parsed.set(mail.id, known);
    return known;
  };
  return {
    async list() {
      const mails = spool.list();
      const present = new Set(mails.map((mail) => mail.id));
      for (const id of parsed.keys()) if (!present.has(id)) parsed.delete(id);
      return Promise.all(mails.map(parse));
    },
    async find(id) {
      const mail = spool.find(id);
      return mail && parse(mail);
    },
  };
}
