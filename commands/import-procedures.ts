/** Stores imported procedures: new ones with their first version, known ones with the next. */
import { DomainError, type ErrorCode } from '../domain/shared/errors.js';
import { canonicalJson, type Json } from '../domain/shared/canonical.js';
import { localDateOf } from '../domain/shared/instant.js';
import type { Id } from '../domain/shared/ids.js';
import { alignIds } from '../domain/procedure/align-ids.js';
import { searchTextOf, type ProcedureContent } from '../domain/procedure/procedure.js';
import type { ProcedureEvent } from '../domain/procedure/life.js';
import { qualityFlags } from '../domain/procedure/quality-gate.js';
import { failpoint } from '../config/failpoint.js';
import { insertFacts } from '../db/repositories/ledger.repository.js';
import {
  findProceduresByCode,
  findUnitsByCode,
  findVersion,
  insertImportBatch,
  insertProcedures,
  insertVersions,
  setVersionStatus,
  updateProcedure,
  type ProcedureRow,
  type VersionRow,
} from '../db/repositories/procedure.repository.js';
import type { Transact } from '../db/transaction.js';
import type { Actor } from './frame/actor.js';
import { chainFacts, GENESIS, sha256, type Cause } from './frame/audit-chain.js';
import { once, scopedKey, type Answer } from './frame/idempotency.js';
import { newId } from './frame/new-id.js';
import { loadProcedures, writeProcedures, ZONE_OFFSET_MINUTES } from './frame/procedure-change.js';

export type ImportDraft = { readonly content: ProcedureContent; readonly ownerUnitCode: string };
export type ImportProcedures = {
  readonly fileName: string;
  /** SHA-256 of the file's bytes, hex. */
  readonly fileHash: string;
  readonly drafts: readonly ImportDraft[];
  /** `addOnly` leaves known procedures alone; `update` gives them the imported text as their next version. */
  readonly mode: 'addOnly' | 'update';
};
export type Imported = {
  readonly batchId: Id<'importBatch'>;
  readonly added: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly problems: readonly { readonly code: string; readonly problem: ErrorCode }[];
};

/**
 * A draft that cannot be stored is answered by name and does not stop the others.
 * @throws unit_unknown when an owning unit does not exist, key_reused
 * @idempotent by key, and by content: an unchanged text makes no version
 */
export async function importProcedures(transact: Transact, actor: Actor, key: string, command: ImportProcedures): Promise<Answer<Imported>> {
  return transact((tx) =>
    once(
      tx,
      actor,
      key,
      { kind: 'importProcedures', fileHash: command.fileHash, mode: command.mode, owners: command.drafts.map((draft) => draft.ownerUnitCode) },
      async (): Promise<Imported> => {
        const { now } = await tx.clock();
        const today = localDateOf(now, ZONE_OFFSET_MINUTES);
        const cause: Cause = { key: scopedKey(actor, key), actorId: actor.personId, channel: actor.channel };
        const units = await findUnitsByCode(tx, [...new Set(command.drafts.map((draft) => draft.ownerUnitCode))]);
        const missing = command.drafts.map((draft) => draft.ownerUnitCode).filter((code) => !units.has(code));
        if (missing.length > 0) throw new DomainError('unit_unknown', { codes: [...new Set(missing)].slice(0, 20) });
        const drafts = [...new Map(command.drafts.map((draft) => [draft.content.code, draft])).values()];
        const known = new Map(
          (
            await findProceduresByCode(
              tx,
              drafts.map((draft) => draft.content.code),
            )
          ).map((head) => [head.code, head]),
        );
        const batchId = newId('importBatch', now);
        const procedures: ProcedureRow[] = [];
        const versions: VersionRow[] = [];
        const facts: Parameters<typeof insertFacts>[1][number][] = [];
        for (const { content, ownerUnitCode } of drafts.filter((draft) => !known.has(draft.content.code))) {
          const id = newId('procedure', now);
          const versionId = newId('procedureVersion', now);
          const digest = sha256(canonicalJson(content as unknown as Json));
          const event: ProcedureEvent = { type: 'ProcedureImported', at: now, by: actor.personId, procedureId: id, versionId, digest };
          const chained = chainFacts(id, 0, GENESIS, [event], cause, now);
          facts.push(...chained.rows);
          procedures.push({
            id,
            code: content.code,
            name: content.name,
            field: content.field ?? '',
            searchText: searchTextOf(content).slice(0, 1500),
            ownerUnitId: units.get(ownerUnitCode) as never,
            phase: 'inForce',
            currentVersionId: versionId,
            nextMilestoneAt: null,
            seq: chained.seq,
            viewSeq: 0,
            chainHead: chained.head,
          });
          versions.push({
            id: versionId,
            procedureId: id,
            number: 1,
            status: 'inForce',
            content,
            digest,
            flags: qualityFlags(content),
            effectiveFrom: today,
            effectiveTo: null,
            reviewId: null,
            importBatchId: batchId,
            createdAt: now,
          });
        }
        await insertProcedures(tx, procedures);
        await insertVersions(tx, versions);
        await insertFacts(tx, facts);
        await failpoint('import-procedures/mid-import');

        let updated = 0;
        let unchanged = 0;
        const problems: { code: string; problem: ErrorCode }[] = [];
        const again = command.mode === 'update' ? drafts.filter((draft) => known.has(draft.content.code)) : [];
        const loaded = await loadProcedures(tx, again.map((draft) => known.get(draft.content.code)?.id as never).sort());
        for (const procedure of loaded) {
          const draft = again.find((candidate) => candidate.content.code === procedure.head.code);
          const current = await findVersion(tx, procedure.state.currentVersionId);
          if (!draft || !current) continue;
          const content = alignIds(current.content, draft.content);
          const digest = sha256(canonicalJson(content as unknown as Json));
          if (digest === current.digest) {
            unchanged += 1;
          } else if (procedure.state.openReviewId !== null) {
            problems.push({ code: procedure.head.code, problem: 'review_open_already' });
          } else {
            const versionId = newId('procedureVersion', now);
            const number = procedure.state.versionCount + 1;
            await setVersionStatus(tx, current.id, { status: 'superseded', effectiveTo: today });
            await insertVersions(tx, [
              {
                id: versionId,
                procedureId: procedure.head.id,
                number,
                status: 'inForce',
                content,
                digest,
                flags: qualityFlags(content),
                effectiveFrom: today,
                effectiveTo: null,
                reviewId: null,
                importBatchId: batchId,
                createdAt: now,
              },
            ]);
            await updateProcedure(tx, procedure.head.id, { name: content.name, field: content.field ?? '', searchText: searchTextOf(content).slice(0, 1500) });
            await writeProcedures(
              tx,
              [{ loaded: procedure, events: [{ type: 'VersionImported', at: now, by: actor.personId, versionId, number, digest }] }],
              cause,
              'workflow',
            );
            updated += 1;
          }
        }
        const summary = { added: procedures.length, updated, unchanged: unchanged + (command.mode === 'addOnly' ? known.size : 0), problems };
        await insertImportBatch(tx, {
          id: batchId,
          fileName: command.fileName.slice(0, 255),
          fileHash: command.fileHash,
          importedBy: actor.personId,
          importedAt: now,
          summary,
        });
        return { batchId, ...summary };
      },
    ),
  );
}
