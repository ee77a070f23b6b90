import { createServer, type Http2Server, type ServerHttp2Stream } from 'node:http2';
import { freePorts } from '../../../local/ports.js';
import { probeTemporal } from '../../../local/temporal-probe.js';

/** Answers as a frontend does: version in field 1, then the given status for the namespace. */
async function withFrontend<T>(namespaceStatus: number, use: (address: string, asked: string[]) => Promise<T>): Promise<T> {
  const asked: string[] = [];
  const server: Http2Server = createServer();
  server.on('stream', (stream: ServerHttp2Stream, headers) => {
    const parts: Buffer[] = [];
    stream.on('data', (part: Buffer) => parts.push(part));
    stream.on('end', () => {
      const isInfo = String(headers[':path']).endsWith('/GetSystemInfo');
      const message = isInfo ? Buffer.concat([Buffer.from([0x0a, 6]), Buffer.from('1.32.0')]) : Buffer.alloc(0);
      if (!isInfo) asked.push(Buffer.concat(parts).subarray(7).toString('utf8'));
      stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
      stream.on('wantTrailers', () =>
        stream.sendTrailers({ 'grpc-status': String(isInfo ? 0 : namespaceStatus), 'grpc-message': namespaceStatus === 0 ? '' : 'no' }),
      );
      const head = Buffer.alloc(5);
      head.writeUInt32BE(message.length, 1);
      stream.end(Buffer.concat([head, message]));
    });
  });
  const [port = 0] = await freePorts(1);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  try {
    return await use(`127.0.0.1:${port}`, asked);
  } finally {
    server.close();
  }
}

describe('a Temporal frontend', () => {
  it('is ready when it knows the namespace', () =>
    withFrontend(0, async (address, asked) => {
      expect(await probeTemporal(address, 'tinhgon')).toEqual({ kind: 'ready', server: '1.32.0' });
      expect(asked).toEqual(['tinhgon']);
    }));

  it('is told apart from one that lacks the namespace', () =>
    withFrontend(5, async (address) => {
      expect(await probeTemporal(address, 'tinhgon')).toEqual({ kind: 'noNamespace', server: '1.32.0' });
    }));

  it('that refuses for another reason is out of reach, with the reason', () =>
    withFrontend(16, async (address) => {
      expect(await probeTemporal(address, 'tinhgon')).toEqual({ kind: 'unreachable', reason: 'no' });
    }));

  it('that is not there is out of reach', async () => {
    const [port = 0] = await freePorts(1);
    expect(await probeTemporal(`127.0.0.1:${port}`, 'tinhgon')).toMatchObject({ kind: 'unreachable', reason: expect.stringContaining('ECONNREFUSED') });
  });
});
