/** Powers handed on for a time, with the paper they rest on; never rewritten, only ended. */
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Instant, LocalDate } from '../../domain/shared/instant.js';
import { codeColumn, dateColumn, idColumn, instantColumn, key, textColumn } from '../columns.js';

@Entity('delegations')
@Index('ix_delegations_owner_id', ['ownerId'])
@Index('ix_delegations_delegate_id', ['delegateId'])
export class DelegationEntity {
  @PrimaryColumn(key(idColumn())) id!: string;
  /** KT · TL · TUQ: how the signature reads. */
  @Column(codeColumn(8)) kind!: string;
  @Column(idColumn()) ownerId!: string;
  @Column(idColumn()) delegateId!: string;
  @Column(idColumn()) unitId!: string;
  @Column(codeColumn(24)) role!: string;
  @Column(textColumn(120)) document!: string;
  /** Half-open: holds from this date up to, not including, `validTo`. */
  @Column(dateColumn()) validFrom!: LocalDate;
  @Column(dateColumn({ nullable: true })) validTo!: LocalDate | null;
  @Column(idColumn()) grantedBy!: string;
  @Column(instantColumn()) grantedAt!: Instant;
  @Column(idColumn({ nullable: true })) revokedBy!: string | null;
  /** Ends it at once, whatever `validTo` says. */
  @Column(instantColumn({ nullable: true })) revokedAt!: Instant | null;
}

@Entity('absences')
@Index('ix_absences_person_id', ['personId'])
@Index('ix_absences_substitute_id', ['substituteId'])
export class AbsenceEntity {
  @PrimaryColumn(key(idColumn())) id!: string;
  @Column(idColumn()) personId!: string;
  @Column(idColumn()) substituteId!: string;
  /** self · clerk */
  @Column(codeColumn(16)) source!: string;
  @Column(dateColumn()) validFrom!: LocalDate;
  @Column(dateColumn({ nullable: true })) validTo!: LocalDate | null;
  @Column(idColumn()) recordedBy!: string;
  @Column(instantColumn()) recordedAt!: Instant;
  @Column(idColumn({ nullable: true })) endedBy!: string | null;
  @Column(instantColumn({ nullable: true })) endedAt!: Instant | null;
}
