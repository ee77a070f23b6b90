/** Units, people, the posts they hold with dates, and what they sign in with. */
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Instant, LocalDate } from '../../domain/shared/instant.js';
import { codeColumn, dateColumn, flagColumn, hashColumn, idColumn, instantColumn, jsonColumn, key, textColumn } from '../columns.js';

@Entity('units')
@Index('uq_units_code', ['code'], { unique: true })
export class UnitEntity {
  @PrimaryColumn(key(idColumn())) id!: string;
  @Column(codeColumn(32)) code!: string;
  @Column(textColumn()) name!: string;
  @Column(codeColumn(24)) kind!: string;
  @Column(idColumn({ nullable: true })) parentId!: string | null;
  /** `tinh/so-tu-phap/`: the subtree of a unit is one prefix. */
  @Column(codeColumn(255)) path!: string;
  @Column(codeColumn(64)) calendarId!: string;
  @Column(dateColumn()) validFrom!: LocalDate;
  @Column(dateColumn({ nullable: true })) validTo!: LocalDate | null;
  /** The unit it was merged into; null while it stands, and where it was dissolved. */
  @Column(idColumn({ nullable: true })) successorId!: string | null;
}

@Entity('people')
@Index('uq_people_login', ['login'], { unique: true })
export class PersonEntity {
  @PrimaryColumn(key(idColumn())) id!: string;
  @Column(codeColumn(120)) login!: string;
  @Column(textColumn(40)) honorific!: string;
  @Column(textColumn()) name!: string;
  @Column(textColumn()) post!: string;
  @Column(codeColumn(254, { nullable: true })) email!: string | null;
  @Column(codeColumn(8)) locale!: string;
  @Column(flagColumn()) active!: boolean;
  @Column(codeColumn(255, { nullable: true })) passwordHash!: string | null;
}

@Entity('holdings')
@Index('uq_holdings_person_id_unit_id_role_valid_from', ['personId', 'unitId', 'role', 'validFrom'], { unique: true })
@Index('ix_holdings_role', ['role'])
export class HoldingEntity {
  @PrimaryColumn({ type: 'bigint', generated: 'increment' }) id!: string;
  @Column(idColumn()) personId!: string;
  @Column(idColumn()) unitId!: string;
  @Column(codeColumn(24)) role!: string;
  /** Half-open: holds from this date up to, not including, `validTo`. */
  @Column(dateColumn()) validFrom!: LocalDate;
  @Column(dateColumn({ nullable: true })) validTo!: LocalDate | null;
  @Column(textColumn()) source!: string;
}

@Entity('sessions')
@Index('ix_sessions_person_id', ['personId'])
@Index('ix_sessions_expires_at', ['expiresAt'])
export class SessionEntity {
  @PrimaryColumn(key(codeColumn(128))) id!: string;
  @Column(idColumn({ nullable: true })) personId!: string | null;
  @Column(jsonColumn()) data!: unknown;
  @Column(instantColumn()) expiresAt!: Instant;
}

@Entity('api_tokens')
@Index('uq_api_tokens_token_hash', ['tokenHash'], { unique: true })
export class ApiTokenEntity {
  @PrimaryColumn({ type: 'bigint', generated: 'increment' }) id!: string;
  @Column(hashColumn()) tokenHash!: string;
  @Column(idColumn()) personId!: string;
  @Column(textColumn(120)) label!: string;
  @Column(instantColumn()) createdAt!: Instant;
  @Column(instantColumn()) expiresAt!: Instant;
  @Column(instantColumn({ nullable: true })) revokedAt!: Instant | null;
}
