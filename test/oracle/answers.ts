/** What people were told against what is recorded: every accepted act once and as it was sent, nothing that nobody sent. */
import type { Reader } from '../../db/reader.js';
import { LAW } from '../../domain/review/review.js';
import type { Fate, LedgerOp } from '../support/faults/ledger.js';
import type { Records, StoredFact } from './records.js';
import { reporter, type Report, type Violation } from './violation.js';

type Told = { readonly op: LedgerOp; readonly fate: Fate };
type StoredDecision = {
  readonly id: string;
  readonly taskId: string;
  readonly verdict: string;
  readonly comment: string;
  readonly actor: string;
  readonly cause: string;
};

/** Receipts of the house carry the person before the key. */
const storedKey = ({ personId, key }: LedgerOp): string => `${personId}.${key}`;

export async function brokenPromises(reader: Reader, { streams, reviews }: Records, told: readonly Told[], prefix: string): Promise<readonly Violation[]> {
  const { report, violations } = reporter('the ledger and the log agree');
  const facts = [...streams.values()].flat();
  const byCause = new Map<string, StoredFact[]>();
  for (const fact of facts) byCause.set(fact.cause, [...(byCause.get(fact.cause) ?? []), fact]);
  const receipts = new Set((await reader.rows<{ name: string }>('SELECT command_key AS name FROM command_receipts')).map((row) => row.name));
  const fateOf = new Map(told.map(({ op, fate }) => [storedKey(op), fate]));

  for (const { op, fate } of told) {
    const key = storedKey(op);
    const recorded = byCause.get(key) ?? [];
    if (fate.word === 'acknowledged' && !receipts.has(key)) report(op.id, `${op.kind} was acknowledged and has no receipt`);
    if (fate.word === 'refused' && (recorded.length > 0 || receipts.has(key))) report(op.id, `${op.kind} was refused (${fate.code}) and is recorded`);
    checkOneCommit(op, recorded, report);
  }
  // Acts of people: all came from somebody in the ledger.
  for (const cause of byCause.keys()) {
    if (cause.includes(`.${prefix}`) && !fateOf.has(cause)) report(cause, 'is recorded and nobody meant to do it');
  }
  const decisions = reviews.flatMap(({ events, id }) =>
    events.flatMap((event, index): StoredDecision[] =>
      event.type === 'DecisionRecorded' ? [{ ...event.decision, cause: streams.get(id)?.[index]?.cause ?? '' }] : [],
    ),
  );
  checkDecisions(told, decisions, streams, report);
  const firstOfRun = told.length === 0 ? null : prefix;
  for (const one of decisions.filter((decision) => decision.actor !== LAW && firstOfRun !== null && decision.cause.includes(`.${firstOfRun}`))) {
    if (fateOf.get(one.cause)?.word === 'refused') report(one.id, 'was refused to its author and stands');
  }
  return violations;
}

/** One act is one commit: what it wrote into a stream stands together, at one instant. */
function checkOneCommit({ id, kind }: LedgerOp, recorded: readonly StoredFact[], report: Report): void {
  for (const stream of new Set(recorded.map((fact) => fact.stream))) {
    const mine = recorded.filter((fact) => fact.stream === stream);
    const [first, last] = [mine[0], mine.at(-1)];
    if (first && last && last.seq - first.seq !== mine.length - 1) report(id, `${kind} was recorded more than once in ${stream}`);
    if (new Set(mine.map((fact) => fact.at)).size > 1) report(id, `${kind} was recorded at several instants in ${stream}`);
  }
}

function checkDecisions(told: readonly Told[], decisions: readonly StoredDecision[], streams: Records['streams'], report: Report): void {
  const known = new Map(decisions.map((one) => [one.id, one]));
  for (const { op, fate } of told.filter(({ op: { kind } }) => kind === 'decide')) {
    const mine = decisions.filter((one) => one.cause === storedKey(op));
    if (mine.length > 1) report(op.id, `stands ${mine.length} times`);
    if (fate.word === 'acknowledged') {
      const receipt = fate.body as { decisionId: string; reviewId: string; seq: number; chainHead: string };
      const [one] = mine;
      if (!one || one.id !== receipt.decisionId) report(op.id, `its receipt names ${receipt.decisionId}, the log has ${one?.id ?? 'nothing'}`);
      if (streams.get(receipt.reviewId)?.[receipt.seq - 1]?.hash !== receipt.chainHead) report(op.id, `its receipt is not in the chain at ${receipt.seq}`);
    }
    for (const one of mine) {
      const sent = op.body as { verdict: string; comment: string };
      if (one.actor !== op.personId || one.verdict !== sent.verdict || one.comment !== sent.comment || !op.path.includes(one.taskId))
        report(op.id, `was sent as ${sent.verdict} and stands as ${one.verdict} of ${one.actor} on ${one.taskId}`);
    }
    if (fate.word === 'refused' && fate.code === 'already_decided') {
      const { winner } = fate.body as { winner?: { decisionId?: string; recordedAt?: string } };
      if (!winner) report(op.id, 'was beaten, and nobody says by whom');
      else if (winner.decisionId !== undefined && !known.has(winner.decisionId)) report(op.id, `was beaten by ${winner.decisionId}, which does not stand`);
    }
  }
}
