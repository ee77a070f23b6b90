/**
 * The letters the test mailbox has caught: the newest 500 in memory, each also appended to a spool file, so that a
 * restart finds them again.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** One message as the SMTP server took it. */
export type CaughtMail = {
  /** Counts upwards, over restarts too. */
  readonly id: number;
  readonly receivedAt: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: Buffer;
};

export type MailSpool = {
  readonly add: (mail: Omit<CaughtMail, 'id'>) => CaughtMail;
  /** Newest first. */
  readonly list: () => readonly CaughtMail[];
  readonly find: (id: number) => CaughtMail | null;
};

export const SPOOL_KEEPS = 500;

type Line = { id: number; receivedAt: string; from: string; to: string[]; raw: string };

const lineOf = ({ raw, ...mail }: CaughtMail): string => `${JSON.stringify({ ...mail, raw: raw.toString('base64') })}\n`;

/** A line cut short by a killed process is the last one, and is dropped. */
function readLine(text: string): readonly CaughtMail[] {
  try {
    const { raw, ...mail } = JSON.parse(text) as Line;
    return [{ ...mail, raw: Buffer.from(raw, 'base64') }];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

/** @param folder where the spool file lives; made when absent */
export function openMailSpool(folder: string, keeps = SPOOL_KEEPS): MailSpool {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'mail-spool.jsonl');
  const found = existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .flatMap(readLine)
    : [];
  let mails = found.slice(-keeps);
  let lines = mails.length;
  let last = found.at(-1)?.id ?? 0;
  const rewrite = (): void => {
    writeFileSync(`${file}.new`, mails.map(lineOf).join(''), { mode: 0o600 });
    renameSync(`${file}.new`, file);
    lines = mails.length;
  };
  rewrite();
  return {
    add(mail) {
      last += 1;
      const caught = { ...mail, id: last };
      mails = [...mails, caught].slice(-keeps);
      lines += 1;
      if (lines > keeps * 2) rewrite();
      else appendFileSync(file, lineOf(caught), { mode: 0o600 });
      return caught;
    },
    list: () => [...mails].reverse(),
    find: (id) => mails.find((mail) => mail.id === id) ?? null,
  };
}
