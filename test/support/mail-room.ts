/** A whole mail room on real stores: a sink that catches letters, a mailer, and hands to push time on. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { sha256 } from '../../commands/frame/audit-chain.js';
import { leaseNotice } from '../../commands/lease-notice.js';
import { beginRender, markNotice } from '../../commands/mark-notice.js';
import { sealNotice } from '../../commands/seal-notice.js';
import { createLog } from '../../config/log.js';
import { openMailSpool, type CaughtMail } from '../../mail/mail-spool.js';
import { createOutgoingProcessor, type NoticeResult, type OutgoingDeps } from '../../mail/outgoing.processor.js';
import { readSealKeys } from '../../mail/seal.js';
import { startMailSink, type MailSink } from '../../mail/sink.js';
import { createTestMailbox, type MailParts } from '../../mail/test-mailbox.js';
import { createSmtpTransport } from '../../mail/transport.js';
import { findNoticeLetter } from '../../queries/notice-letter.query.js';
import type { TestDatabase } from './database.js';

export const TOKEN_KEYS = ['test-token-key-'.padEnd(40, 'k')] as const;
export const SEAL_KEYS = readSealKeys(['test-seal-key-'.padEnd(40, 's')]);
export const PUBLIC_URL = 'http://localhost:8080';

export type NoticeRow = {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly reason: string | null;
  readonly attempts: number;
  readonly ambiguous: number;
  readonly render_failures: number;
  readonly message_id: string | null;
  readonly sealed: Buffer | null;
  readonly archived: string | null;
  readonly rung: string;
  readonly recipient_id: string;
  readonly task_id: string | null;
};

export type MailRoom = {
  readonly sink: MailSink;
  readonly processor: (noticeId: string) => Promise<NoticeResult>;
  /** Another mailer on the same stores, with some parts replaced. */
  readonly mailer: (over?: Partial<OutgoingDeps>) => (noticeId: string) => Promise<NoticeResult>;
  /** Sends whatever is due, as the sweep would have it, until nothing is. */
  readonly sendAll: () => Promise<readonly NoticeResult[]>;
  /** Ends every lease and every wait: two minutes, an hour have passed. */
  readonly passTime: () => Promise<void>;
  readonly notice: (id: string) => Promise<NoticeRow>;
  /** Notices of a kind about a review, oldest first. */
  readonly notices: (reviewId: string, kind: string) => Promise<readonly NoticeRow[]>;
  /** Letters caught for an address, oldest first. */
  readonly caught: (address: string) => readonly CaughtMail[];
  readonly read: (mail: CaughtMail) => Promise<MailParts>;
  readonly close: () => Promise<void>;
};

const COLUMNS = 'id, kind, state, reason, attempts, ambiguous, render_failures, message_id, sealed, archived, rung, recipient_id, task_id';

export async function openMailRoom(database: TestDatabase): Promise<MailRoom> {
  const folder = mkdtempSync(join(tmpdir(), 'tinhgon-mail-'));
  const spool = openMailSpool(folder);
  const sink = await startMailSink({ host: '127.0.0.1', port: 0, spool });
  const transport = createSmtpTransport({ url: `smtp://127.0.0.1:${sink.port}` });
  const { transact, reader } = database;
  const mailbox = createTestMailbox(spool);
  const deps: OutgoingDeps = {
    commands: {
      leaseNotice: (id) => leaseNotice(transact, id),
      beginRender: (id, attempt) => beginRender(transact, id, attempt),
      sealNotice: (letter) => sealNotice(transact, letter),
      markNotice: (id, attempt, outcome) => markNotice(transact, id, attempt, outcome),
    },
    readLetter: (id) => findNoticeLetter(reader, sha256, id),
    transport,
    settings: {
      publicUrl: PUBLIC_URL,
      mailFrom: 'TinhGọn <no-reply@tinhgon.example>',
      mailDomain: 'tinhgon.example',
      allowlist: [],
      tokenKeys: TOKEN_KEYS,
      sealKeys: SEAL_KEYS,
    },
    log: createLog('test', 'silent'),
  };
  const mailer: MailRoom['mailer'] = (over = {}) => {
    const process = createOutgoingProcessor({ ...deps, ...over });
    return (noticeId) => process({ data: { outboxId: '1', noticeId } });
  };
  const processor = mailer();
  const due = async (): Promise<readonly string[]> =>
    (await reader.rows<{ id: string }>("SELECT id FROM notices WHERE state IN ('pending', 'deferred') AND next_at <= NOW(3) ORDER BY id")).map((row) => row.id);
  return {
    sink,
    processor,
    mailer,
    async sendAll() {
      const results: NoticeResult[] = [];
      for (let ids = await due(); ids.length > 0; ids = await due()) for (const id of ids) results.push(await processor(id));
      return results;
    },
    async passTime() {
      await database.source.query('UPDATE notices SET lease_until = NOW(3) - INTERVAL 1 SECOND WHERE lease_until IS NOT NULL');
      await database.source.query("UPDATE notices SET next_at = NOW(3) - INTERVAL 1 SECOND WHERE state IN ('pending', 'deferred')");
    },
    async notice(id) {
      const row = await reader.row<NoticeRow>(`SELECT ${COLUMNS} FROM notices WHERE id = ?`, [id]);
      if (!row) throw new Error(`no notice ${id}`);
      return row;
    },
    notices: (reviewId, kind) => reader.rows<NoticeRow>(`SELECT ${COLUMNS} FROM notices WHERE review_id = ? AND kind = ? ORDER BY id`, [reviewId, kind]),
    caught: (address) => [...spool.list()].reverse().filter((mail) => mail.to.includes(address)),
    async read(mail) {
      const parts = await mailbox.find(mail.id);
      if (!parts) throw new Error('the letter has fallen out of the mailbox');
      return parts;
    },
    async close() {
      transport.close();
      await sink.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Message-ID of a caught letter. */
export const messageIdIn = async (mail: CaughtMail): Promise<string | undefined> => (await simpleParser(mail.raw)).messageId;
