/**
 * Takes one notice to its letter's end: claimed, made once, sent as the same bytes until the server answers, recorded.
 *
 * MySQL is the queue: a job only says which notice to look at. The claim decides who works, a crash leaves a lease that
 * runs out, and acceptance is recorded only behind the server's 250. A deliverable letter is therefore sent at least
 * once, under one Message-ID, and never more often than connections were lost with the outcome unknown.
 */
import { failpoint } from '../config/failpoint.js';
import type { Log } from '../config/log.js';
import type { Lease, LeaseAnswer } from '../commands/lease-notice.js';
import { linkCodeOf, makeLinkToken, messageIdOf, type LinkKeys, type LinkToken } from '../commands/link-token.js';
import type { Marked, NoticeOutcome } from '../commands/mark-notice.js';
import type { SealAnswer, SealedLetter } from '../commands/seal-notice.js';
import type { NoticeLetter } from '../queries/notice-letter.query.js';
import { decisionLink } from './decision-link.js';
import type { NoticeJob } from './jobs.js';
import { letterOf } from './letter.js';
import { composeMessage, type Envelope } from './mime.js';
import { seal, unseal, type SealKeys } from './seal.js';
import { KINDS_WITH_LINK, render, type RenderedLetter } from './templates/render.js';
import type { MailTransport } from './transport.js';

/** The commands a mailer gives, bound to the database. */
export type OutgoingCommands = {
  readonly leaseNotice: (noticeId: string) => Promise<LeaseAnswer>;
  readonly beginRender: (noticeId: string, attempt: number) => Promise<boolean>;
  readonly sealNotice: (letter: SealedLetter) => Promise<SealAnswer>;
  readonly markNotice: (noticeId: string, attempt: number, outcome: NoticeOutcome) => Promise<Marked>;
};

export type OutgoingSettings = {
  /** Without a slash at its end. */
  readonly publicUrl: string;
  readonly mailFrom: string;
  /** Domain of Message-IDs. */
  readonly mailDomain: string;
  /** Addresses or `@domain`, lower case; empty means everyone. */
  readonly allowlist: readonly string[];
  readonly tokenKeys: LinkKeys;
  readonly sealKeys: SealKeys;
};

export type OutgoingDeps = {
  readonly commands: OutgoingCommands;
  readonly readLetter: (noticeId: string) => Promise<NoticeLetter | null>;
  readonly transport: MailTransport;
  readonly settings: OutgoingSettings;
  readonly log: Log;
};

/** What a job found or did; for logs and tests. */
export type NoticeResult = {
  readonly noticeId: string;
  readonly did: 'nothing' | 'lost' | NoticeOutcome['to'] | 'expired' | 'poison';
  readonly why: string | null;
};

type Frozen = { readonly envelope: Envelope; readonly raw: Buffer };

const BLANK = '[…]';
/** A task that changes while its letter is made is rare; one that keeps changing waits for the next attempt. */
const REMAKES = 3;

export const isAllowed = (allowlist: readonly string[], address: string): boolean => {
  const plain = address.toLowerCase();
  return allowlist.length === 0 || allowlist.some((entry) => (entry.startsWith('@') ? plain.endsWith(entry) : plain === entry));
};

/**
 * @throws whatever the database throws; the lease runs out and the sweep asks again
 * @idempotent by notice
 */
export function createOutgoingProcessor(deps: OutgoingDeps): (job: { readonly data: NoticeJob }) => Promise<NoticeResult> {
  const { commands, settings, transport, log } = deps;

  return async ({ data: { noticeId } }) => {
    const answer = await commands.leaseNotice(noticeId);
    if (answer.t === 'nothing') return { noticeId, did: 'nothing', why: answer.why };
    if (answer.t === 'ended') return { noticeId, did: answer.state, why: answer.reason };
    const { lease } = answer;
    await failpoint('outgoing-processor/after-lease');
    const made = lease.sealed === null ? await freeze(lease) : thaw(lease, lease.sealed);
    if ('to' in made) return record(lease, made);
    if (made.frozen === null) return { noticeId, did: 'lost', why: null };
    await failpoint('outgoing-processor/before-smtp');
    const sent = await transport.send(made.frozen.envelope, made.frozen.raw);
    if (sent.to === 'accepted') await failpoint('outgoing-processor/after-250-before-mark');
    return record(lease, sent.to === 'accepted' ? { to: 'accepted' } : sent);
  };

  async function record(lease: Lease, outcome: NoticeOutcome): Promise<NoticeResult> {
    const { state, changed } = await commands.markNotice(lease.noticeId, lease.attempt, outcome);
    const reason = 'reason' in outcome ? outcome.reason : null;
    log.info({ noticeId: lease.noticeId, kind: lease.kind, attempt: lease.attempt, outcome: outcome.to, reason, state, changed }, 'notice');
    return { noticeId: lease.noticeId, did: outcome.to, why: reason };
  }

  /** A frozen letter goes out as it is, or, when the person's address changed since, not at all. */
  function thaw(lease: Lease, sealed: Buffer): NoticeOutcome | { readonly frozen: Frozen } {
    try {
      const frozen = unpack(unseal(settings.sealKeys, sealed, lease.noticeId));
      return frozen.envelope.to === lease.address ? { frozen } : { to: 'suppressed', reason: 'addressChanged' };
    } catch (error) {
      log.error({ err: error, noticeId: lease.noticeId }, 'a sealed letter cannot be opened');
      return { to: 'renderFailed', reason: 'sealUnreadable' };
    }
  }

  /** Makes the letter and freezes it together with its link; `frozen: null` when another worker holds the notice now. */
  async function freeze(lease: Lease): Promise<NoticeOutcome | { readonly frozen: Frozen | null }> {
    for (let remake = 0; remake < REMAKES; remake += 1) {
      const letter = await deps.readLetter(lease.noticeId);
      if (!isAllowed(settings.allowlist, lease.address)) return { to: 'suppressed', reason: 'allowlist' };
      // Judged at the claim, but the task may have moved on while the letter was read.
      if (letter?.kind === 'task.assigned' && !letter.mayDecide) return { to: 'suppressed', reason: letter.task?.open ? 'reassigned' : 'closed' };
      if (letter?.digest?.total === 0) return { to: 'suppressed', reason: 'closed' };
      if (!(await commands.beginRender(lease.noticeId, lease.attempt))) return { frozen: null };
      const made = await make(lease, letter);
      if ('to' in made) return made;
      await failpoint('outgoing-processor/after-render-before-seal');
      const answer = await commands.sealNotice(made.sealed);
      await failpoint('outgoing-processor/after-seal');
      if (answer === 'sealed') return { frozen: made.frozen };
      if (answer === 'lost') return { frozen: null };
    }
    return { to: 'deferred', reason: 'contentMoves', ambiguous: false };
  }

  async function make(lease: Lease, letter: NoticeLetter | null): Promise<NoticeOutcome | { readonly frozen: Frozen; readonly sealed: SealedLetter }> {
    try {
      await failpoint('outgoing-processor/in-render');
      if (letter === null) throw new Error('the notice is about a review that is not there');
      const token = carriesLink(letter) ? makeLinkToken(settings.tokenKeys) : null;
      const digits = letter.kind === 'link.code' ? linkCodeOf(settings.tokenKeys, lease.noticeId) : null;
      const model = letterOf(letter, settings.publicUrl, { decisionUrl: token && decisionLink(settings.publicUrl, token.token), digits });
      const rendered = render(letter.kind, letter.recipient.locale, model);
      const messageId = messageIdOf(settings.tokenKeys, lease.noticeId, settings.mailDomain);
      const frozen = await composeMessage({
        letter: rendered,
        from: settings.mailFrom,
        fromUnit: letter.task?.unit ?? letter.subject.ownerUnit,
        to: { name: letter.recipient.name, address: lease.address },
        messageId,
        threadId: letter.task === null ? null : `<t.${letter.task.id}.${letter.task.round}@${settings.mailDomain}>`,
        date: new Date(),
      });
      return { frozen, sealed: sealedLetter(lease, letter, rendered, messageId, frozen, token, digits) };
    } catch (error) {
      log.error({ err: error, noticeId: lease.noticeId, kind: lease.kind }, 'a letter cannot be made');
      return { to: 'renderFailed', reason: error instanceof Error ? error.message : 'unknown' };
    }
  }

  function sealedLetter(
    lease: Lease,
    letter: NoticeLetter,
    rendered: RenderedLetter,
    messageId: string,
    frozen: Frozen,
    token: LinkToken | null,
    digits: string | null,
  ): SealedLetter {
    const readable = `${rendered.subject}\n\n${rendered.text}`;
    const archived = [token?.token ?? null, digits].reduce((text: string, secret) => (secret === null ? text : text.replaceAll(secret, BLANK)), readable);
    return {
      noticeId: lease.noticeId,
      attempt: lease.attempt,
      messageId,
      sealed: seal(settings.sealKeys, pack(frozen), lease.noticeId),
      archived,
      link:
        token && letter.task && letter.linkExpiresAt
          ? { tokenHash: token.hash, taskVersion: letter.task.version, contentDigest: letter.task.contentDigest, expiresAt: letter.linkExpiresAt }
          : null,
    };
  }
}

const carriesLink = (letter: NoticeLetter): boolean => KINDS_WITH_LINK.includes(letter.kind) && letter.mayDecide;

/** The envelope in one line of JSON, then the message. */
const pack = ({ envelope, raw }: Frozen): Buffer => Buffer.concat([Buffer.from(`${JSON.stringify(envelope)}\n`), raw]);

function unpack(bytes: Buffer): Frozen {
  const end = bytes.indexOf(0x0a);
  return { envelope: JSON.parse(bytes.subarray(0, end).toString('utf8')) as Envelope, raw: bytes.subarray(end + 1) };
}
