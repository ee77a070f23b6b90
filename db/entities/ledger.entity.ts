/** What makes a change of the world provable and repeatable: facts, receipts of commands, the outbox. */
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Instant } from '../../domain/shared/instant.js';
import { codeColumn, exactTextColumn, hashColumn, idColumn, instantColumn, intColumn, jsonColumn, key } from '../columns.js';

/** One fact of one stream (a review, a procedure, a campaign), chained by hash to the fact before it. Append-only. */
@Entity('facts')
@Index('uq_facts_stream_id_seq', ['streamId', 'seq'], { unique: true })
export class FactEntity {
  @PrimaryColumn({ type: 'bigint', generated: 'increment' }) id!: string;
  @Column(idColumn()) streamId!: string;
  @Column(intColumn()) seq!: number;
  @Column(codeColumn(48)) type!: string;
  /** Canonical JSON: the bytes the hash was taken over. */
  @Column(exactTextColumn()) payload!: string;
  @Column(idColumn({ nullable: true })) actorId!: string | null;
  @Column(codeColumn(16)) channel!: string;
  /** Key of the command that recorded it. */
  @Column(codeColumn(140)) cause!: string;
  @Column(instantColumn()) recordedAt!: Instant;
  @Column(hashColumn()) previousHash!: string;
  @Column(hashColumn()) hash!: string;
}

/** The first answer of a command, kept while the review is open and at least 24 hours. */
@Entity('command_receipts')
@Index('ix_command_receipts_created_at', ['createdAt'])
export class CommandReceiptEntity {
  @PrimaryColumn(key(codeColumn(140))) commandKey!: string;
  @Column(idColumn()) actorId!: string;
  @Column(hashColumn()) requestDigest!: string;
  @Column(jsonColumn({ nullable: true })) response!: unknown;
  @Column(instantColumn()) createdAt!: Instant;
}

/** The queue of record: what must leave the database. Redis and Temporal only hear of it. */
@Entity('outbox')
@Index('ix_outbox_carried_at_next_at', ['carriedAt', 'nextAt', 'id'])
@Index('ix_outbox_ref_id', ['refId'])
export class OutboxEntity {
  @PrimaryColumn({ type: 'bigint', generated: 'increment' }) id!: string;
  @Column(codeColumn(24)) kind!: string;
  @Column(idColumn()) refId!: string;
  @Column(jsonColumn()) payload!: unknown;
  /** Wall clock of the database: carrying is not business time. */
  @Column(instantColumn()) createdAt!: Instant;
  @Column(instantColumn()) nextAt!: Instant;
  @Column(intColumn()) attempts!: number;
  @Column(instantColumn({ nullable: true })) carriedAt!: Instant | null;
  @Column(instantColumn({ nullable: true })) parkedAt!: Instant | null;
  @Column(exactTextColumn({ nullable: true })) problem!: string | null;
}

/** Beats of the loops that must not die unseen. */
@Entity('heartbeats')
export class HeartbeatEntity {
  @PrimaryColumn(key(codeColumn(48))) name!: string;
  @Column(instantColumn()) beatAt!: Instant;
  @Column(jsonColumn()) detail!: unknown;
}
