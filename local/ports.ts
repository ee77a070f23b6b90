/** Free loopback ports. */
import { createServer, type Server } from 'node:net';

/** @throws the socket error when the port is taken or may not be opened */
function listen(port: number, host: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host, exclusive: true }, () => resolve(server));
  });
}

const close = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()));

const portOf = (server: Server): number => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a listening socket has no port');
  return address.port;
};

/** Ports that are free at this moment, all different: they are held together and released together. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const held = await Promise.all(Array.from({ length: count }, () => listen(0, '127.0.0.1')));
  const ports = held.map(portOf);
  await Promise.all(held.map(close));
  return ports;
}

/** Whether nobody answers on this port on loopback, under either address family: a browser may try `::1` for localhost first. */
export async function isFree(port: number): Promise<boolean> {
  for (const host of ['127.0.0.1', '::1']) {
    try {
      await close(await listen(port, host));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE' || (error as NodeJS.ErrnoException).code === 'EACCES') return false;
    }
  }
  return true;
}

/** The first wish that is free, else any free port. */
export async function wishedPort(...wishes: readonly (number | undefined)[]): Promise<number> {
  for (const wish of wishes) {
    if (wish !== undefined && (await isFree(wish))) return wish;
  }
  const [port] = await freePorts(1);
  if (port === undefined) throw new Error('the system gave no free port');
  return port;
}
