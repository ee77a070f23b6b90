/** The witness against a forger: random tampering with an export is found, and the first bad entry is named. */
import { chainFacts, GENESIS } from '../../../../commands/frame/audit-chain.js';
import type { Instant } from '../../../../domain/shared/instant.js';
import { hashOf, type ExportedFact } from '../../../../reports/verifier/chain.js';
import { readReceipts } from '../../../../reports/verifier/receipts.js';
import { createVerifier, verifyLines, type Fault, type Verification } from '../../../../reports/verifier/verify.js';
import { verificationWords } from '../../../../reports/verifier/words.js';

const SEED = 20_261_125;

/** Mulberry32: a small generator with a printed seed. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

const at = (index: number): Instant => new Date(Date.UTC(2026, 0, 5, 1, 0, index)).toISOString() as Instant;

/** Streams as the product itself chains them, their entries mixed as an export may mix them. */
function anExport(random: (below: number) => number): ExportedFact[] {
  const streams = Array.from({ length: 2 + random(3) }, (_, stream) => {
    const streamId = `rev_${String(stream).padStart(26, '0')}`;
    const facts: ExportedFact[] = [];
    let head: string = GENESIS;
    for (let index = 0, total = 3 + random(8); index < total; index += 1) {
      const event = {
        type: ['ReviewOpened', 'DecisionRecorded', 'RungFired'][random(3)] as string,
        at: at(index),
        by: `người ${random(1_000)}`,
        note: 'lý do: Dữ liệu dân cư đã có',
      };
      const chained = chainFacts(streamId, index, head, [event], { key: 'k', actorId: null, channel: 'web' }, at(index));
      const [row] = chained.rows;
      if (!row) throw new Error('no row');
      facts.push({ streamId, seq: row.seq, type: row.type, payload: row.payload, recordedAt: row.recordedAt, previousHash: row.previousHash, hash: row.hash });
      head = chained.head;
    }
    return facts;
  });
  const mixed: ExportedFact[] = [];
  while (streams.some((facts) => facts.length > 0)) {
    const alive = streams.filter((facts) => facts.length > 0);
    const next = alive[random(alive.length)]?.shift();
    if (next) mixed.push(next);
  }
  return mixed;
}

const lines = (facts: readonly ExportedFact[]): string[] => facts.map((fact) => JSON.stringify(fact));
const verify = (exported: readonly string[], receipts: Parameters<typeof createVerifier>[0] = []): Verification => {
  const verifier = createVerifier(receipts);
  for (const line of exported) verifier.take(line);
  return verifier.end();
};
const rehashed = (fact: ExportedFact): ExportedFact => ({ ...fact, hash: hashOf(fact) });
const flippedHex = (hash: string, index: number): string => `${hash.slice(0, index)}${hash[index] === 'a' ? 'b' : 'a'}${hash.slice(index + 1)}`;
const lastOf = (facts: readonly ExportedFact[], streamId: string): ExportedFact => {
  const last = facts.filter((fact) => fact.streamId === streamId).at(-1);
  if (!last) throw new Error(`no stream ${streamId}`);
  return last;
};

type Tampering = {
  readonly exported: string[];
  readonly receipts?: { streamId: string; seq: number; hash: string }[];
  readonly isAt: (fault: Fault) => boolean;
};
type Forger = (facts: ExportedFact[], random: (below: number) => number) => Tampering | null;

const pick = (facts: readonly ExportedFact[], random: (below: number) => number): { index: number; fact: ExportedFact } => {
  const index = random(facts.length);
  return { index, fact: facts[index] as ExportedFact };
};
const replaced = (facts: readonly ExportedFact[], index: number, fact: ExportedFact): ExportedFact[] => facts.map((old, here) => (here === index ? fact : old));

/** Changes one entry without touching its hash. */
const altering =
  (change: (fact: ExportedFact, random: (below: number) => number) => ExportedFact): Forger =>
  (facts, random) => {
    const { index, fact } = pick(facts, random);
    const changed = change(fact, random);
    if (JSON.stringify(changed) === JSON.stringify(fact)) return null;
    return { exported: lines(replaced(facts, index, changed)), isAt: (fault) => fault.kind === 'altered' && fault.line === index + 1 };
  };

const FORGERS: Readonly<Record<string, Forger>> = {
  'a word of the payload': altering((fact, random) => ({ ...fact, payload: fact.payload.replace(/người \d+/u, `người ${1_000 + random(1_000)}`) })),
  'the normal form of the payload': altering((fact) => ({ ...fact, payload: fact.payload.normalize('NFD') })),
  'a space in the payload': altering((fact) => ({ ...fact, payload: fact.payload.replace(',', ', ') })),
  'the type beside the payload': altering((fact) => ({ ...fact, type: 'ReviewClosed' })),
  'the time beside the payload': altering((fact) => ({ ...fact, recordedAt: '2026-02-01T00:00:00.000Z' })),
  'a digit of the hash': altering((fact, random) => ({ ...fact, hash: flippedHex(fact.hash, random(64)) })),
  'a digit of the previous hash': altering((fact, random) => ({ ...fact, previousHash: flippedHex(fact.previousHash, random(64)) })),
  'the position': altering((fact, random) => ({ ...fact, seq: fact.seq + 1 + random(5) })),
  'the stream': altering((fact) => ({ ...fact, streamId: `${fact.streamId.slice(0, -1)}z` })),
  'an entry with a fresh hash of its own': (facts, random) => {
    const { index, fact } = pick(facts, random);
    if (lastOf(facts, fact.streamId).seq === fact.seq) return null;
    const forged = rehashed({ ...fact, payload: fact.payload.replace(/người \d+/u, 'người khác') });
    return {
      exported: lines(replaced(facts, index, forged)),
      isAt: (fault) => fault.kind === 'altered' && fault.streamId === fact.streamId && fault.seq === fact.seq && (fault.throughSeq ?? 0) <= fact.seq + 1,
    };
  },
  'a link with a fresh hash of its own': (facts, random) => {
    const { index, fact } = pick(facts, random);
    const forged = rehashed({ ...fact, previousHash: flippedHex(fact.previousHash, random(64)) });
    return {
      exported: lines(replaced(facts, index, forged)),
      isAt: (fault) => fault.kind === 'altered' && fault.streamId === fact.streamId && (fault.seq === fact.seq || fault.throughSeq === fact.seq),
    };
  },
  'an entry taken out': (facts, random) => {
    const { index, fact } = pick(facts, random);
    if (lastOf(facts, fact.streamId).seq === fact.seq) return null;
    return {
      exported: lines(facts.filter((_, here) => here !== index)),
      isAt: (fault) => fault.kind === 'deleted' && fault.streamId === fact.streamId && fault.seq === fact.seq && fault.throughSeq === fact.seq,
    };
  },
  'two entries of a stream exchanged': (facts, random) => {
    const { index, fact } = pick(facts, random);
    const other = facts.findIndex((candidate, here) => here > index && candidate.streamId === fact.streamId);
    const later = facts[other];
    if (!later) return null;
    return {
      exported: lines(replaced(replaced(facts, index, later), other, fact)),
      isAt: (fault) => fault.kind === 'reordered' && fault.line === index + 1 && fault.seq === later.seq,
    };
  },
  'an entry copied': (facts, random) => {
    const { fact } = pick(facts, random);
    return {
      exported: [...lines(facts), JSON.stringify(fact)],
      isAt: (fault) => fault.kind === 'repeated' && fault.streamId === fact.streamId && fault.seq === fact.seq,
    };
  },
  'a forged entry slipped in': (facts, random) => {
    const { index, fact } = pick(facts, random);
    const forged = rehashed({ ...fact, payload: fact.payload.replace(/người \d+/u, 'kẻ lạ') });
    return {
      exported: lines([...facts.slice(0, index), forged, ...facts.slice(index)]),
      isAt: (fault) => fault.kind === 'repeated' && fault.streamId === fact.streamId && fault.seq === fact.seq,
    };
  },
  'a line cut short': (facts, random) => {
    const { index } = pick(facts, random);
    const exported = lines(facts);
    exported[index] = (exported[index] ?? '').slice(0, 20 + random(60));
    return { exported, isAt: (fault) => fault.kind === 'unreadable' && fault.line === index + 1 };
  },
  'a tail cut off against a receipt': (facts, random) => {
    const { fact } = pick(facts, random);
    const last = lastOf(facts, fact.streamId);
    return {
      exported: lines(facts.filter((candidate) => candidate.streamId !== fact.streamId || candidate.seq < fact.seq)),
      receipts: [{ streamId: last.streamId, seq: last.seq, hash: last.hash }],
      isAt: (fault) => fault.kind === 'cutTail' && fault.streamId === fact.streamId && fault.seq === fact.seq && fault.throughSeq === last.seq,
    };
  },
  'everything from an entry on, rewritten with fresh hashes, against receipts': (facts, random) => {
    const { fact } = pick(facts, random);
    const mine = facts.filter((candidate) => candidate.streamId === fact.streamId);
    const last = mine.at(-1) as ExportedFact;
    let previousHash = fact.previousHash;
    const forged = new Map(
      mine
        .filter((candidate) => candidate.seq >= fact.seq)
        .map((candidate) => {
          const fresh = rehashed({ ...candidate, previousHash, payload: candidate.payload.replace(/người \d+/u, 'người khác') });
          previousHash = fresh.hash;
          return [candidate.seq, fresh];
        }),
    );
    const before = mine.find((candidate) => candidate.seq === fact.seq - 1);
    return {
      exported: lines(facts.map((candidate) => (candidate.streamId === fact.streamId ? (forged.get(candidate.seq) ?? candidate) : candidate))),
      receipts: [before, last].flatMap((known) => (known ? [{ streamId: known.streamId, seq: known.seq, hash: known.hash }] : [])),
      isAt: (fault) => fault.kind === 'rewritten' && fault.streamId === fact.streamId && fault.seq === fact.seq && fault.throughSeq === last.seq,
    };
  },
};

test('an export the product wrote is found intact, with a head for each stream', () => {
  const random = seeded(SEED);
  for (let run = 0; run < 50; run += 1) {
    const facts = anExport(random);
    const result = verify(lines(facts));
    expect({ seed: SEED, run, fault: result.fault }).toEqual({ seed: SEED, run, fault: null });
    expect(result.entries).toBe(facts.length);
    expect(verify(lines(facts), result.heads).ok).toBe(true);
  }
});

test(`1,000 random tamperings (seed ${SEED}) are all found, each at its entry`, () => {
  const random = seeded(SEED);
  const names = Object.keys(FORGERS);
  const tried: Record<string, number> = {};
  for (let run = 0; run < 1_000;) {
    const name = names[run % names.length] as string;
    const tampering = FORGERS[name]?.(anExport(random), random);
    if (!tampering) continue;
    const { fault } = verify(tampering.exported, tampering.receipts);
    expect({ run, name, fault, located: fault !== null && tampering.isAt(fault) }).toMatchObject({ run, name, located: true });
    tried[name] = (tried[name] ?? 0) + 1;
    run += 1;
  }
  expect(Object.keys(tried)).toHaveLength(names.length);
});

test('without a receipt a cut tail cannot show; with the head of an earlier export it does', () => {
  const facts = anExport(seeded(7));
  const whole = verify(lines(facts));
  const cut = facts.slice(0, -1);
  expect(verify(lines(cut)).ok).toBe(true);
  const lost = facts.at(-1);
  expect(verify(lines(cut), whole.heads).fault).toMatchObject({ kind: 'cutTail', streamId: lost?.streamId, seq: lost?.seq });
});

test('a stream that is gone as a whole is missed by its receipt', () => {
  const facts = anExport(seeded(8));
  const [first] = facts;
  if (!first) throw new Error('empty');
  const last = lastOf(facts, first.streamId);
  const rest = facts.filter((fact) => fact.streamId !== first.streamId);
  expect(verify(lines(rest), [last]).fault).toMatchObject({ kind: 'cutTail', streamId: first.streamId, seq: 1, throughSeq: last.seq });
});

test('a lone surrogate that would share the hash of U+FFFD is no valid entry', () => {
  const event = { type: 'ReviewOpened', at: at(0), note: '\uFFFD' };
  const [row] = chainFacts('rev_1', 0, GENESIS, [event], { key: 'k', actorId: null, channel: 'web' }, at(0)).rows;
  if (!row) throw new Error('no row');
  const line = JSON.stringify({ ...row, seq: 1 });
  expect(verify([line]).ok).toBe(true);
  expect(verify([line.replace('\uFFFD', '\\ud800')]).fault).toMatchObject({ kind: 'unreadable', line: 1 });
});

test('a byte order mark, blank lines and Windows line ends do not count as tampering', async () => {
  const exported = lines(anExport(seeded(9)));
  const result = await verifyLines(`\uFEFF${exported.join('\r\n\r\n')}\r\n`.split('\n'));
  expect(result).toMatchObject({ ok: true, entries: exported.length });
});

test('receipts are read as one document, a list, one a line, or the heads of an earlier verification', () => {
  const hash = 'a'.repeat(64);
  const receipt = { decisionId: 'dec_1', reviewId: 'rev_1', seq: 4, chainHead: hash };
  const expected = [{ streamId: 'rev_1', seq: 4, hash }];
  expect(readReceipts(JSON.stringify(receipt, null, 2))).toEqual(expected);
  expect(readReceipts(JSON.stringify([receipt]))).toEqual(expected);
  expect(readReceipts(`${JSON.stringify(receipt)}\n${JSON.stringify(receipt)}\n`)).toEqual([...expected, ...expected]);
  expect(readReceipts(JSON.stringify({ ok: true, heads: [{ streamId: 'rev_1', seq: 4, hash }] }))).toEqual(expected);
});

test.each([
  '',
  'biên nhận',
  '{}',
  '[1]',
  JSON.stringify({ reviewId: 'rev_1', seq: 0, chainHead: 'a'.repeat(64) }),
  JSON.stringify({ reviewId: 'rev_1', seq: 2, chainHead: 'A' }),
])('%j is refused as a receipt', (text) => {
  expect(() => readReceipts(text)).toThrow(/receipt/u);
});

test('the sentence names the entry and the line in both languages', () => {
  const facts = anExport(seeded(10));
  const broken = lines(facts);
  broken[2] = (broken[2] ?? '').replace('người', 'ngườI');
  const words = verificationWords(verify(broken));
  expect(words.vi).toBe(`Bị sửa: mục ${facts[2]?.seq} của ${facts[2]?.streamId} (dòng 3) không khớp mã băm.`);
  expect(words.en).toBe(`Altered: entry ${facts[2]?.seq} of ${facts[2]?.streamId} (line 3) does not match its hash.`);
  expect(verificationWords(verify(lines(facts))).vi).toContain(`${facts.length} mục`);
});
