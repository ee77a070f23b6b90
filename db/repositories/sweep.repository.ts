/** What the sweep remembers between its rounds: trouble of single reviews, differences found at night. Bookkeeping, not a change of the world. */
import { In } from 'typeorm';
import { SweepDiffEntity, SweepTroubleEntity } from '../entities/watch.entity.js';
import type { Transact } from '../transaction.js';
import { managerOf } from '../tx-manager.js';

export type FoundDiff = { readonly reviewId: string; readonly termOf: string; readonly kind: string; readonly detail: string; readonly repaired: boolean };

export type SweepBook = {
  /** Counts one more failure of a subject; answers how many there are in a row. */
  readonly noteTrouble: (id: string, error: unknown) => Promise<number>;
  readonly forgetTrouble: (ids: readonly string[]) => Promise<void>;
  readonly writeDiffs: (diffs: readonly FoundDiff[]) => Promise<void>;
};

export function createSweepBook(transact: Transact): SweepBook {
  return {
    noteTrouble: (id, error) =>
      transact(async (tx) => {
        const manager = managerOf(tx);
        const { wallNow } = await tx.clock();
        const problem = (error instanceof Error ? error.message : String(error)).slice(0, 2000);
        const known = await manager.findOneBy(SweepTroubleEntity, { subjectId: id });
        const tries = (known?.tries ?? 0) + 1;
        await manager.upsert(SweepTroubleEntity, { subjectId: id, tries, problem, firstAt: known?.firstAt ?? wallNow, lastAt: wallNow }, ['subjectId']);
        return tries;
      }),
    forgetTrouble: (ids) =>
      transact(async (tx) => {
        if (ids.length > 0) await managerOf(tx).delete(SweepTroubleEntity, { subjectId: In([...ids]) });
      }),
    writeDiffs: (diffs) =>
      transact(async (tx) => {
        if (diffs.length === 0) return;
        const { wallNow } = await tx.clock();
        await managerOf(tx).insert(
          SweepDiffEntity,
          diffs.map((diff) => ({ ...diff, detail: diff.detail.slice(0, 500), foundAt: wallNow })),
        );
      }),
  };
}
