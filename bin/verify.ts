#!/usr/bin/env node
/** The witness alone: `node verify.js FACTS.jsonl [RECEIPTS.json]`, without any other part of the product. */
import { createReadStream, readFileSync } from 'node:fs';
import { linesOf } from '../reports/verifier/lines.js';
import { readReceipts } from '../reports/verifier/receipts.js';
import { verifyLines } from '../reports/verifier/verify.js';
import { verificationWords } from '../reports/verifier/words.js';

async function main([facts, receipts]: readonly string[]): Promise<number> {
  if (facts === undefined) {
    process.stderr.write('verify.js FACTS.jsonl [RECEIPTS.json]\n');
    return 2;
  }
  const result = await verifyLines(linesOf(createReadStream(facts)), receipts === undefined ? [] : readReceipts(readFileSync(receipts, 'utf8')));
  const { vi, en } = verificationWords(result);
  process.stdout.write(`${vi}\n${en}\n`);
  return result.ok ? 0 : 1;
}

void main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  },
);
