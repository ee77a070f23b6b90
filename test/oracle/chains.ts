/** Every chain of facts, recomputed: no gap, no fact changed, and the head each review shows is its last fact's. */
import { createHash } from 'node:crypto';
import type { Reader } from '../../db/reader.js';
import type { Records } from './records.js';
import { reporter, type Violation } from './violation.js';

const GENESIS = '0'.repeat(64);

export async function brokenChains(reader: Reader, { streams, reviews }: Records): Promise<readonly Violation[]> {
  const { report, violations } = reporter('chains verify');
  for (const [stream, facts] of streams) {
    let previous = GENESIS;
    for (const [index, fact] of facts.entries()) {
      const hash = createHash('sha256')
        .update([previous, stream, index + 1, fact.payload].join('\n'))
        .digest('hex');
      if (fact.seq !== index + 1 || fact.previousHash !== previous || fact.hash !== hash)
        report(stream, `fact ${fact.seq} at place ${index + 1} does not follow`);
      previous = fact.hash;
    }
  }
  const heads = new Map(
    (await reader.rows<{ id: string; seq: number; head: string }>('SELECT id, seq, chain_head AS head FROM reviews')).map((row) => [row.id, row]),
  );
  for (const { id } of reviews) {
    const last = streams.get(id)?.at(-1);
    const shown = heads.get(id);
    if (Number(shown?.seq) !== last?.seq || shown?.head !== last?.hash)
      report(id, `shows head ${shown?.seq ?? 'none'}, its last fact is ${last?.seq ?? 'none'}`);
  }
  if (heads.size !== reviews.length) report('reviews', `${heads.size} rows for ${reviews.length} streams`);
  return violations;
}
