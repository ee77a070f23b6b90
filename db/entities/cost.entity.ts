/** Cost sheets frozen at the turns of a review, beside the dated tables their hourly income comes from. */
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Instant, LocalDate } from '../../domain/shared/instant.js';
import { codeColumn, dateColumn, exactTextColumn, hashColumn, idColumn, instantColumn, intColumn, jsonColumn, key, textColumn } from '../columns.js';

/** One block of the form as it stood, never changed: another input, or another table, is another row. */
@Entity('cost_sheets')
@Index('uq_cost_sheets_review_id_kind_number_block', ['reviewId', 'kind', 'number', 'block'], { unique: true })
export class CostSheetEntity {
  @PrimaryColumn(key(idColumn())) id!: string;
  @Column(idColumn()) reviewId!: string;
  @Column(codeColumn(16)) kind!: string;
  /** Counts the freezes of one kind, from 1; both blocks of a freeze share it. */
  @Column(intColumn()) number!: number;
  @Column(codeColumn(8)) block!: string;
  /** Revision of the proposal it is taken from. */
  @Column(intColumn()) revision!: number;
  /** Canonical text of the sheet, the bytes under `digest`. */
  @Column(exactTextColumn()) body!: string;
  @Column(hashColumn()) digest!: string;
  @Column(textColumn(80, { nullable: true })) tableId!: string | null;
  @Column(textColumn(40, { nullable: true })) vintage!: string | null;
  /** Who wrote the figures, as of that revision. */
  @Column(idColumn()) writtenBy!: string;
  @Column(instantColumn()) writtenAt!: Instant;
  /** Null when the law froze it, not a person. */
  @Column(idColumn({ nullable: true })) frozenBy!: string | null;
  @Column(instantColumn()) frozenAt!: Instant;
  /** The sheet this one stands beside as its newer form; that one stays as it is. */
  @Column(idColumn({ nullable: true })) supersedes!: string | null;
}

/** One vintage of a dated table. Its values never change; approval by a second person is written once. */
@Entity('tariff_tables')
@Index('ix_tariff_tables_kind_scope_valid_from', ['kind', 'scope', 'validFrom'])
export class TariffTableEntity {
  @PrimaryColumn(key(codeColumn(80))) tableId!: string;
  @PrimaryColumn(key(codeColumn(40))) vintage!: string;
  @Column(codeColumn(24)) kind!: string;
  @Column(textColumn(100)) scope!: string;
  @Column(codeColumn(16)) unit!: string;
  @Column(jsonColumn()) entries!: unknown;
  @Column(dateColumn()) validFrom!: LocalDate;
  @Column(dateColumn({ nullable: true })) validTo!: LocalDate | null;
  @Column(textColumn(500, { nullable: true })) basis!: string | null;
  @Column(textColumn(500)) source!: string;
  @Column(codeColumn(16)) certainty!: string;
  @Column(hashColumn()) digest!: string;
  @Column(idColumn()) enteredBy!: string;
  @Column(instantColumn()) enteredAt!: Instant;
  @Column(idColumn({ nullable: true })) approvedBy!: string | null;
  @Column(instantColumn({ nullable: true })) approvedAt!: Instant | null;
}
