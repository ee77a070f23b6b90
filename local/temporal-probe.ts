/**
 * Asks a Temporal frontend whether it is there, with nothing but HTTP/2.
 *
 * The client library belongs to the relay. Here two questions of a few bytes each are enough, and
 * `doctor` must work where nothing else does. Plain connections only, as on loopback or a private network.
 */
import { connect } from 'node:http2';

export type TemporalAnswer =
  | { readonly kind: 'unreachable'; readonly reason: string }
  /** It answers, but does not know the namespace (yet). */
  | { readonly kind: 'noNamespace'; readonly server: string }
  | { readonly kind: 'ready'; readonly server: string };

type Reply = { readonly status: number; readonly message: string; readonly body: Buffer };

const SERVICE = '/temporal.api.workflowservice.v1.WorkflowService';
const GRPC_OK = 0;
const GRPC_NOT_FOUND = 5;

/** One protobuf field of type string; the texts here are shorter than 128 bytes, so the length is one byte. */
const stringField = (number: number, text: string): Buffer => {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length > 127) throw new Error(`"${text}" is too long to ask Temporal about`);
  return Buffer.concat([Buffer.from([(number << 3) | 2, bytes.length]), bytes]);
};

function call(address: string, path: string, message: Buffer, withinMs: number): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const session = connect(`http://${address}`);
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      session.destroy();
      settle();
    };
    const timer = setTimeout(() => end(() => reject(new Error(`no answer within ${withinMs} ms`))), withinMs);
    session.once('error', (error) => end(() => reject(error)));
    const request = session.request({ ':method': 'POST', ':path': path, 'content-type': 'application/grpc', te: 'trailers' });
    const head = Buffer.alloc(5);
    head.writeUInt32BE(message.length, 1);
    const parts: Buffer[] = [];
    let outcome: Record<string, unknown> = {};
    request.on('response', (headers) => {
      outcome = { ...outcome, ...headers };
    });
    request.on('trailers', (trailers) => {
      outcome = { ...outcome, ...trailers };
    });
    request.on('data', (part: Buffer) => parts.push(part));
    request.once('error', (error) => end(() => reject(error)));
    request.once('end', () => {
      const status = outcome['grpc-status'];
      if (status === undefined) return end(() => reject(new Error('the answer is not gRPC')));
      end(() => resolve({ status: Number(status), message: String(outcome['grpc-message'] ?? ''), body: Buffer.concat(parts).subarray(5) }));
    });
    request.end(Buffer.concat([head, message]));
  });
}

/** `GetSystemInfoResponse.server_version` is field 1 and stands first on the wire. */
function serverVersion(body: Buffer): string {
  if (body[0] !== 0x0a) return '?';
  return body.subarray(2, 2 + (body[1] ?? 0)).toString('utf8');
}

/** Tells whether the frontend at `host:port` is up and knows the namespace. Never throws. */
export async function probeTemporal(address: string, namespace: string, withinMs = 3_000): Promise<TemporalAnswer> {
  try {
    const info = await call(address, `${SERVICE}/GetSystemInfo`, Buffer.alloc(0), withinMs);
    if (info.status !== GRPC_OK) return { kind: 'unreachable', reason: info.message || `gRPC status ${info.status}` };
    const server = serverVersion(info.body);
    const described = await call(address, `${SERVICE}/DescribeNamespace`, stringField(1, namespace), withinMs);
    if (described.status === GRPC_OK) return { kind: 'ready', server };
    if (described.status === GRPC_NOT_FOUND) return { kind: 'noNamespace', server };
    return { kind: 'unreachable', reason: described.message || `gRPC status ${described.status}` };
  } catch (error) {
    // A cancelled stream hides why the connection failed in its cause.
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return { kind: 'unreachable', reason: cause instanceof Error ? cause.message : String(cause) };
  }
}
