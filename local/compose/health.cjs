/**
 * Whether a container works: the API says so itself; the other processes have no door of their own, so their stores are knocked at.
 * Usage: node health.cjs api|worker|relay|mailer
 */
const { connect } = require('node:net');

const WITHIN_MS = 4_000;
const STORES = { worker: ['DATABASE_URL', 'TEMPORAL_ADDRESS'], relay: ['DATABASE_URL'], mailer: ['DATABASE_URL', 'REDIS_URL'] };
const USUAL_PORTS = { 'mysql:': 3306, 'mariadb:': 3306, 'redis:': 6379, 'rediss:': 6379 };

const placeOf = (name) => {
  const value = process.env[name] ?? '';
  const { hostname, port, protocol } = new URL(value.includes('://') ? value : `tcp://${value}`);
  return { host: hostname, port: Number(port || USUAL_PORTS[protocol]) };
};

const knock = (place) =>
  new Promise((resolve, reject) => {
    const socket = connect(place, () => {
      socket.destroy();
      resolve();
    });
    socket.setTimeout(WITHIN_MS, () => socket.destroy(new Error('no answer')));
    socket.once('error', reject);
  });

async function main(role) {
  if (role === 'api') {
    const answer = await fetch(`http://127.0.0.1:${process.env.PORT ?? 8080}/readyz`, { signal: AbortSignal.timeout(WITHIN_MS) });
    if (!answer.ok) throw new Error(`readyz answers ${answer.status}`);
    return;
  }
  const stores = STORES[role];
  if (!stores) throw new Error(`no role ${role}`);
  await Promise.all(stores.map((name) => knock(placeOf(name))));
}

main(process.argv[2]).catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
