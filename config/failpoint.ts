/**
 * Named places where a test may break the program on purpose.
 *
 * `FAILPOINTS="name=action,other=action"`; an action is
 *   `crash`     the process dies at once, as by `kill -9`;
 *   `throw`     the awaited call fails with `FailpointError`;
 *   `delay:250` the awaited call waits 250 milliseconds first.
 * `*2` behind an action limits it to the first two hits of this process: `after-commit=throw*2`.
 * A write whose answer is lost is a failpoint *behind* the write: the work is done, the caller sees an error.
 * Without the variable, or in production, a failpoint costs one comparison and does nothing.
 */
export type FailAction = { readonly kind: 'crash' } | { readonly kind: 'throw' } | { readonly kind: 'delay'; readonly delayMs: number };

type Armed = { readonly action: FailAction; hitsLeft: number };

/** Thrown at a failpoint armed with `throw`; no door maps it, so it travels as a bug or a tired world would. */
export class FailpointError extends Error {
  override readonly name = 'FailpointError';
  constructor(readonly point: string) {
    super(`failpoint ${point}`);
  }
}

const ENTRY = /^(?<point>[a-z][a-z0-9-]*(?:\/[A-Za-z0-9-]+)?)=(?<action>crash|throw|delay:(?<delayMs>\d{1,6}))(?:\*(?<hits>[1-9]\d{0,5}))?$/u;

/**
 * Reads the text of `FAILPOINTS`.
 * @throws Error naming the entry that cannot be read
 */
export function parseFailpoints(text: string): ReadonlyMap<string, { readonly action: FailAction; readonly hits: number }> {
  const points = new Map<string, { action: FailAction; hits: number }>();
  for (const entry of text.split(',').map((part) => part.trim())) {
    if (entry === '') continue;
    const found = ENTRY.exec(entry)?.groups;
    if (!found) throw new Error(`"${entry}" is no failpoint; write name=crash, name=throw or name=delay:MS, with *N for the first N hits`);
    const kind = found['action']?.startsWith('delay') ? 'delay' : found['action'] === 'crash' ? 'crash' : 'throw';
    const action: FailAction = kind === 'delay' ? { kind, delayMs: Number(found['delayMs']) } : { kind };
    points.set(found['point'] ?? '', { action, hits: found['hits'] ? Number(found['hits']) : Number.POSITIVE_INFINITY });
  }
  return points;
}

let readFrom = '';
let armed = new Map<string, Armed>();

/** A test sets the variable while it runs, so the text is compared at each hit and read again only when it changed. */
function armedNow(): Map<string, Armed> {
  const text = process.env['FAILPOINTS'] ?? '';
  if (text !== readFrom) {
    readFrom = text;
    armed = new Map([...parseFailpoints(text)].map(([point, { action, hits }]) => [point, { action, hitsLeft: hits }]));
  }
  return armed;
}

/**
 * Does what `FAILPOINTS` asks for at this place; nothing otherwise.
 * Names are stored data, kebab-case, usually the command in front of a slash (`record-decision/before-commit`); never renamed.
 * @throws FailpointError when armed with `throw`
 */
export async function failpoint(point: string): Promise<void> {
  if (process.env['NODE_ENV'] === 'production') return;
  const hit = armedNow().get(point);
  if (!hit || hit.hitsLeft <= 0) return;
  hit.hitsLeft -= 1;
  switch (hit.action.kind) {
    case 'crash':
      process.kill(process.pid, 'SIGKILL');
      await new Promise<never>(() => undefined);
      return;
    case 'throw':
      throw new FailpointError(point);
    case 'delay': {
      const { delayMs } = hit.action;
      await new Promise((resolve) => setTimeout(resolve, delayMs));
    }
  }
}
