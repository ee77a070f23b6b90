/** Procedures, their published versions, and the batches they were imported with. */
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Instant, LocalDate } from '../../domain/shared/instant.js';
import { codeColumn, dateColumn, hashColumn, idColumn, instantColumn, intColumn, jsonColumn, key, textColumn } from '../columns.js';

@Entity('procedures')
@Index('uq_procedures_code', ['code'], { unique: true })
@Index('ix_procedures_owner_unit_id', ['ownerUnitId'])
@Index('ix_procedures_next_milestone_at', ['nextMilestoneAt'])
export class ProcedureEntity {
  @PrimaryColumn(key(idColumn())) id!: string;
  @Column(codeColumn(40)) code!: string;
  @Column(textColumn(1000)) name!: string;
  @Column(textColumn(255)) field!: string;
  /** Folded name, code and field: what a search without accents matches. */
  @Column(textColumn(1500)) searchText!: string;
  @Column(idColumn()) ownerUnitId!: string;
  @Column(codeColumn(24)) phase!: string;
  @Column(idColumn({ nullable: true })) currentVersionId!: string | null;
  /** Business instant of the next dated milestone (in force, measured again). */
  @Column(instantColumn({ nullable: true })) nextMilestoneAt!: Instant | null;
  @Column(intColumn()) seq!: number;
  @Column(intColumn()) viewSeq!: number;
  @Column(hashColumn()) chainHead!: string;
}

@Entity('procedure_versions')
@Index('uq_procedure_versions_procedure_id_number', ['procedureId', 'number'], { unique: true })
@Index('ix_procedure_versions_review_id', ['reviewId'])
export class ProcedureVersionEntity {
  @PrimaryColumn(key(idColumn())) id!: string;
  @Column(idColumn()) procedureId!: string;
  @Column(intColumn()) number!: number;
  @Column(codeColumn(16)) status!: string;
  @Column(jsonColumn()) content!: unknown;
  @Column(hashColumn()) digest!: string;
  @Column(jsonColumn()) flags!: unknown;
  @Column(dateColumn({ nullable: true })) effectiveFrom!: LocalDate | null;
  @Column(dateColumn({ nullable: true })) effectiveTo!: LocalDate | null;
  /** The review whose approval this version carries, in whole or part; null for an imported one. */
  @Column(idColumn({ nullable: true })) reviewId!: string | null;
  @Column(idColumn({ nullable: true })) importBatchId!: string | null;
  @Column(instantColumn()) createdAt!: Instant;
}

@Entity('import_batches')
export class ImportBatchEntity {
  @PrimaryColumn(key(idColumn())) id!: string;
  @Column(textColumn()) fileName!: string;
  @Column(hashColumn()) fileHash!: string;
  @Column(idColumn()) importedBy!: string;
  @Column(instantColumn()) importedAt!: Instant;
  @Column(jsonColumn()) summary!: unknown;
}
