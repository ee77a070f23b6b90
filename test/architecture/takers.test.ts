import type { Outbox, WaitingRow } from '../../db/repositories/outbox.repository.js';
import { NOTICE_KINDS } from '../../domain/review/notices.js';
import { TEMPLATES } from '../../mail/templates/render.js';
import { carryOutbox } from '../../relay/outbox.relay.js';
import { CAMPAIGN_MOVED, PROCEDURE_MOVED, REVIEW_MOVED } from '../../workflows/messages.js';
import { createLog } from '../../config/log.js';
import { sourcesOf } from '../support/sources.js';

/** Every kind that may be written: the union of `OutboxRow`. */
function writtenKinds(): readonly string[] {
  const ledger = sourcesOf(['db']).find((source) => source.path === 'db/repositories/ledger.repository.ts');
  const union = /export type OutboxRow = \{ readonly kind: ([^;]+);/u.exec(ledger?.text ?? '')?.[1] ?? '';
  return [...union.matchAll(/'([A-Za-z]+)'/gu)].map((match) => match[1] as string);
}

/** Carries one row of a kind with gateways that only note what they were asked. */
async function takersOf(kind: string): Promise<readonly string[]> {
  const asked: string[] = [];
  const note = (name: string) => (): Promise<void> => {
    asked.push(name);
    return Promise.resolve();
  };
  const row: WaitingRow = { id: '7', kind, refId: 'x_1', payload: { seq: 1 }, attempts: 1 };
  const outbox: Outbox = {
    lease: () => Promise.resolve([row]),
    markCarried: () => {
      asked.push('carried');
      return Promise.resolve();
    },
    putOff: note('put off'),
    park: note('parked'),
    beat: note('beat'),
  };
  await carryOutbox({
    outbox,
    jobs: { notice: note('jobs.notice'), close: note('close') },
    temporal: {
      reviewMoved: note('temporal.reviewMoved'),
      procedureMoved: note('temporal.procedureMoved'),
      campaignMoved: note('temporal.campaignMoved'),
      runningIds: async function* () {
        await Promise.resolve();
        yield* [];
      },
    },
    rebuild: () => Promise.resolve(false),
    log: createLog('test', 'silent'),
  });
  return asked;
}

describe('every kind of outbox row', () => {
  it('is one of those we know', () => {
    expect(writtenKinds()).toEqual(expect.arrayContaining(['reviewMoved', 'procedureMoved', 'campaignMoved', 'notice']));
  });

  it.each(writtenKinds())('%s has exactly one taker', async (kind) => {
    const asked = await takersOf(kind);
    expect(asked).toHaveLength(2);
    expect(asked).toEqual([kind === 'notice' ? 'jobs.notice' : `temporal.${kind}`, 'carried']);
  });

  it('that nobody takes is put off, not lost', async () => {
    expect(await takersOf('someday')).toEqual(['put off']);
  });
});

test.each([REVIEW_MOVED, PROCEDURE_MOVED, CAMPAIGN_MOVED])('the signal %s has exactly one handler', (signal) => {
  const constant = signal.replace(/[A-Z]/gu, (letter) => `_${letter}`).toUpperCase();
  const handlers = sourcesOf(['workflows']).filter((source) => new RegExp(`defineSignal<[^;]*>\\(${constant}\\)`, 'u').test(source.text));
  expect(handlers).toHaveLength(1);
  expect(handlers[0]?.text).toMatch(new RegExp(`setHandler\\(${signal}, hear\\)`, 'u'));
});

test('the mail job has exactly one taker', () => {
  const workers = sourcesOf().filter((source) => /new Worker(?:<[^(]*>)?\(\s*MAIL_QUEUE/u.test(source.text));
  expect(workers.map((source) => source.path)).toHaveLength(1);
});

test('every kind of notice has a template, and there is no template without a kind', () => {
  expect(Object.keys(TEMPLATES).sort()).toEqual([...NOTICE_KINDS].sort());
  for (const template of Object.values(TEMPLATES)) expect(typeof template).toBe('function');
});
