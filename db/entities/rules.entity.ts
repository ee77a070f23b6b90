/** Law that is data: calendar versions, route versions, the offset of the business clock. */
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Instant } from '../../domain/shared/instant.js';
import { codeColumn, flagColumn, hashColumn, idColumn, instantColumn, intColumn, jsonColumn, key, textColumn } from '../columns.js';

@Entity('calendar_versions')
export class CalendarVersionEntity {
  @PrimaryColumn(key(codeColumn(64))) calendarId!: string;
  @PrimaryColumn(key(intColumn())) version!: number;
  @Column(codeColumn(16)) status!: string;
  @Column(jsonColumn()) body!: unknown;
  @Column(hashColumn()) digest!: string;
  @Column(instantColumn()) publishedAt!: Instant;
}

/** One route through all its versions: the head of its audit chain, and what everybody who changes it locks. */
@Entity('routes')
export class RouteEntity {
  @PrimaryColumn(key(codeColumn(64))) routeKey!: string;
  @Column(intColumn()) seq!: number;
  @Column(hashColumn()) chainHead!: string;
}

/** A draft may be edited; once published, body and digest never change. */
@Entity('route_versions')
export class RouteVersionEntity {
  @PrimaryColumn(key(codeColumn(64))) routeKey!: string;
  @PrimaryColumn(key(intColumn())) version!: number;
  @Column(codeColumn(16)) status!: string;
  @Column(jsonColumn()) body!: unknown;
  @Column(hashColumn()) digest!: string;
  /** Everybody who wrote any state of the draft; null for what the installation brought. */
  @Column(jsonColumn({ nullable: true })) editors!: readonly string[] | null;
  @Column(instantColumn({ nullable: true })) draftedAt!: Instant | null;
  /** Who asked for the approval of the text as it stands; an edit, or sending it back, takes it away. */
  @Column(idColumn({ nullable: true })) submittedBy!: string | null;
  @Column(instantColumn({ nullable: true })) submittedAt!: Instant | null;
  /** The last sending back, until the next submission. */
  @Column(idColumn({ nullable: true })) returnedBy!: string | null;
  @Column(instantColumn({ nullable: true })) returnedAt!: Instant | null;
  @Column(textColumn(2000, { nullable: true })) returnReason!: string | null;
  @Column(idColumn({ nullable: true })) approvedBy!: string | null;
  @Column(instantColumn({ nullable: true })) approvedAt!: Instant | null;
  /** What was approved: publishing asks for the same. */
  @Column(hashColumn({ nullable: true })) approvedDigest!: string | null;
  @Column(idColumn({ nullable: true })) publishedBy!: string | null;
  @Column(instantColumn({ nullable: true })) publishedAt!: Instant | null;
  @Column(instantColumn({ nullable: true })) retiredAt!: Instant | null;
  /** Findings of the last check, at the time of the draft or of its publishing. */
  @Column(jsonColumn({ nullable: true })) findings!: unknown;
  /** Names of the warnings somebody answered for. */
  @Column(jsonColumn({ nullable: true })) acknowledged!: readonly string[] | null;
  /** When each rung would have fired, and whom it would have told. */
  @Column(jsonColumn({ nullable: true })) publishProof!: unknown;
}

/** One row: what the business clock adds to the database's clock. Zero and locked outside demo and tests. */
@Entity('business_clock')
export class BusinessClockEntity {
  @PrimaryColumn(key(intColumn())) id!: number;
  @Column({ type: 'bigint' }) offsetMs!: string;
  @Column(flagColumn()) locked!: boolean;
}
