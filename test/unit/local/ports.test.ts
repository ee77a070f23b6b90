import { createServer, type Server } from 'node:net';
import { freePorts, isFree, wishedPort } from '../../../local/ports.js';

const listenOn = (port: number, host: string): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
const close = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()));

describe('ports', () => {
  it('given together are all different and all free', async () => {
    const ports = await freePorts(8);
    expect(new Set(ports).size).toBe(8);
    for (const port of ports) expect(await isFree(port)).toBe(true);
  });

  it.each(['127.0.0.1', '0.0.0.0'])('that somebody listens on at %s are passed over for the next wish', async (host) => {
    const [taken = 0, other = 0] = await freePorts(2);
    const server = await listenOn(taken, host);
    try {
      expect(await isFree(taken)).toBe(false);
      expect(await wishedPort(undefined, taken, other)).toBe(other);
      const any = await wishedPort(taken);
      expect(any).not.toBe(taken);
      expect(await isFree(any)).toBe(true);
    } finally {
      await close(server);
    }
  });
});
