/** What people must be told, the letters made of it, and the links in them. */
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Instant } from '../../domain/shared/instant.js';
import { codeColumn, exactTextColumn, hashColumn, idColumn, instantColumn, intColumn, jsonColumn, key } from '../columns.js';

/** One notice to one recipient; inserted in the transaction that caused it. */
@Entity('notices')
@Index('uq_notices_kind_subject_id_round_epoch_rung_recipient_id', ['kind', 'subjectId', 'round', 'epoch', 'rung', 'recipientId'], { unique: true })
@Index('ix_notices_state_next_at', ['state', 'nextAt'])
@Index('ix_notices_review_id', ['reviewId'])
@Index('ix_notices_recipient_id_created_at', ['recipientId', 'createdAt'])
export class NoticeEntity {
  @PrimaryColumn(key(idColumn())) id!: string;
  @Column(codeColumn(32)) kind!: string;
  @Column(idColumn()) reviewId!: string;
  @Column(idColumn({ nullable: true })) taskId!: string | null;
  /** What the uniqueness is about: the task, the decision, or the review. */
  @Column(idColumn()) subjectId!: string;
  @Column(intColumn()) round!: number;
  @Column(intColumn()) epoch!: number;
  /** Rung key; empty for other kinds. */
  @Column(codeColumn(32)) rung!: string;
  @Column(idColumn()) recipientId!: string;
  /** pending · leased · deferred · accepted · suppressed · bounced · expired · poison */
  @Column(codeColumn(16)) state!: string;
  @Column(codeColumn(64, { nullable: true })) reason!: string | null;
  /** What the letter says that the tables do not, ids and codes only. */
  @Column(jsonColumn()) model!: unknown;
  @Column(instantColumn()) createdAt!: Instant;
  /** Wall clock: the next attempt is not before this. */
  @Column(instantColumn()) nextAt!: Instant;
  @Column(instantColumn({ nullable: true })) leaseUntil!: Instant | null;
  @Column(intColumn()) attempts!: number;
  /** Connections lost between DATA and its answer. */
  @Column(intColumn()) ambiguous!: number;
  /** Work under way under the lease: null · render · smtp. A lease found at `render` again died in it. */
  @Column(codeColumn(8, { nullable: true })) phase!: string | null;
  @Column(intColumn()) renderFailures!: number;
  /** Set when the message is frozen, from data alone, hence stable. */
  @Column(codeColumn(200, { nullable: true })) messageId!: string | null;
  /** The complete message, AES-256-GCM, wiped at any end state. */
  @Column({ type: 'mediumblob', nullable: true }) sealed!: Buffer | null;
  /** What was sent, token and reply address blanked. */
  @Column(exactTextColumn({ nullable: true })) archived!: string | null;
  @Column(instantColumn({ nullable: true })) endedAt!: Instant | null;
}

/** A capability for one task version, one person, one verdict set; only its hash is at rest. */
@Entity('decision_tokens')
@Index('ix_decision_tokens_task_id', ['taskId'])
export class DecisionTokenEntity {
  @PrimaryColumn(key(hashColumn())) tokenHash!: string;
  @Column(idColumn()) taskId!: string;
  @Column(intColumn()) taskVersion!: number;
  @Column(idColumn()) addresseeId!: string;
  @Column(hashColumn()) contentDigest!: string;
  @Column(idColumn()) noticeId!: string;
  @Column(instantColumn()) issuedAt!: Instant;
  @Column(instantColumn()) expiresAt!: Instant;
  /** live · used · revoked; a token is also dead when its task has another version. */
  @Column(codeColumn(16)) state!: string;
  /** One-time code that raises the link to A2: hash, tries left, end. */
  @Column(hashColumn({ nullable: true })) codeHash!: string | null;
  @Column(hashColumn({ nullable: true })) codeFor!: string | null;
  @Column(intColumn()) codeTries!: number;
  @Column(instantColumn({ nullable: true })) codeExpiresAt!: Instant | null;
}
