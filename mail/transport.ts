/** Pooled SMTP that knows how far a message got when the connection broke. */
import { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import { failpoint } from '../config/failpoint.js';
import { smtpFailure, type SmtpFailure } from './failures.js';
import type { Envelope } from './mime.js';

export type SendAnswer = { readonly to: 'accepted'; readonly response: string } | SmtpFailure;

export type MailTransport = {
  /** Sends these very bytes. Never throws for what a server or network does. */
  readonly send: (envelope: Envelope, raw: Buffer) => Promise<SendAnswer>;
  readonly close: () => void;
};

export type SmtpOptions = {
  /** `smtp://` or `smtps://`, with user and password where the server asks for them. */
  readonly url: string;
  readonly connections?: number;
};

const CONNECT_MS = 10_000;
/** Below the lease of a notice, so that a slow server is given up before another worker takes over. */
const SOCKET_MS = 60_000;

type Watch = { begun: boolean; ended: () => void };

/** The message as a stream that is first read when the server has taken DATA. */
const watched = (raw: Buffer, watch: Watch): Readable =>
  new Readable({
    read() {
      watch.begun = true;
      this.push(raw);
      this.push(null);
      setImmediate(watch.ended);
    },
  });

export function createSmtpTransport({ url, connections = 4 }: SmtpOptions): MailTransport {
  const pool = createTransport({
    url,
    pool: true,
    maxConnections: connections,
    maxRequeues: 1,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SOCKET_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const watches = new WeakMap<Buffer, Watch>();
  // The library would copy the message ahead of DATA; handed over lazily, the first read marks the moment it begins.
  pool.use('stream', (mail, done) => {
    const { raw } = mail.data;
    const watch = Buffer.isBuffer(raw) ? watches.get(raw) : undefined;
    if (Buffer.isBuffer(raw) && watch && mail.message) mail.message.createReadStream = () => watched(raw, watch) as never;
    done();
  });
  return {
    async send(envelope, raw) {
      // A copy of its own: two attempts of one letter must not share a watch.
      const bytes = Buffer.from(raw);
      const watch: Watch = { begun: false, ended: () => undefined };
      const afterData = new Promise<never>((_resolve, reject) => {
        watch.ended = () => void failpoint('transport/after-data-before-250').catch(reject);
      });
      watches.set(bytes, watch);
      try {
        const info = await Promise.race([pool.sendMail({ envelope: { from: envelope.from, to: [envelope.to] }, raw: bytes }), afterData]);
        return { to: 'accepted', response: info.response };
      } catch (error) {
        return smtpFailure(error, watch.begun);
      }
    },
    close: () => pool.close(),
  };
}
