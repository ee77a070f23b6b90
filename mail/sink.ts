/** A small SMTP server that keeps every letter and delivers none: the test mailbox's way in. */
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { CaughtMail, MailSpool } from './mail-spool.js';

/**
 * How the server behaves, for fault runs: `refuseRecipient` and `refuseMessage` answer with the status given;
 * `dropAfterData` takes the message and breaks the connection instead of answering; `slow` waits first.
 */
export type SinkBehaviour =
  | { readonly t: 'accept' }
  | { readonly t: 'slow'; readonly delayMs: number }
  | { readonly t: 'refuseRecipient'; readonly status: number }
  | { readonly t: 'refuseMessage'; readonly status: number }
  | { readonly t: 'dropAfterData' };

export type MailSink = {
  readonly port: number;
  /** For the next `times` messages, then it accepts again; without `times` until told otherwise. */
  readonly behave: (behaviour: SinkBehaviour, times?: number) => void;
  readonly close: () => Promise<void>;
};

export type SinkOptions = {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly spool: MailSpool;
  readonly onMail?: (mail: CaughtMail) => void;
};

const MOST_BYTES = 15_000_000;

const refusal = (status: number): Error => Object.assign(new Error('refused on request of the test'), { responseCode: status });

/** @throws Error when the port is taken */
export async function startMailSink({ host, port, spool, onMail }: SinkOptions): Promise<MailSink> {
  let behaviour: SinkBehaviour = { t: 'accept' };
  let left = Number.POSITIVE_INFINITY;
  const next = (): SinkBehaviour => {
    if (left <= 0) return { t: 'accept' };
    left -= 1;
    return behaviour;
  };
  // Decided at RCPT, remembered until the message of the same session has come.
  const planned = new WeakMap<object, SinkBehaviour>();

  async function take(stream: SMTPServerDataStream, session: SMTPServerSession, sockets: ReadonlyMap<string, { destroy: () => void }>): Promise<Error | null> {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    if (stream.sizeExceeded) return refusal(552);
    const plan = planned.get(session) ?? { t: 'accept' };
    if (plan.t === 'refuseMessage') return refusal(plan.status);
    if (plan.t === 'slow') await sleep(plan.delayMs);
    const { mailFrom, rcptTo } = session.envelope;
    const mail = spool.add({
      receivedAt: new Date().toISOString(),
      from: mailFrom === false ? '' : mailFrom.address,
      to: rcptTo.map((to) => to.address),
      raw: Buffer.concat(chunks),
    });
    onMail?.(mail);
    if (plan.t === 'dropAfterData') sockets.get(`${session.remoteAddress}:${session.remotePort}`)?.destroy();
    return null;
  }

  const sockets = new Map<string, { destroy: () => void }>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    size: MOST_BYTES,
    banner: 'TinhGon test mailbox',
    disableReverseLookup: true,
    logger: false,
    onRcptTo(_address, session, done) {
      const plan = next();
      planned.set(session, plan);
      done(plan.t === 'refuseRecipient' ? refusal(plan.status) : null);
    },
    onData(stream, session, done) {
      take(stream, session, sockets).then(done, (error: unknown) => done(error instanceof Error ? error : new Error(String(error))));
    },
  });
  server.on('error', () => undefined);
  server.server.on('connection', (socket) => {
    const name = `${socket.remoteAddress}:${socket.remotePort}`;
    sockets.set(name, socket);
    socket.once('close', () => sockets.delete(name));
  });
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    behave(wanted, times = Number.POSITIVE_INFINITY) {
      behaviour = wanted;
      left = times;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets.values()) socket.destroy();
      }),
  };
}
