/** Projections of a review's state: rewritten whole from the facts, never the source of them. */
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Instant, LocalDate } from '../../domain/shared/instant.js';
import {
  codeColumn,
  dateColumn,
  exactTextColumn,
  flagColumn,
  hashColumn,
  idColumn,
  instantColumn,
  intColumn,
  jsonColumn,
  key,
  textColumn,
} from '../columns.js';

@Entity('reviews')
@Index('uq_reviews_open_procedure_id', ['openProcedureId'], { unique: true })
@Index('ix_reviews_next_wake_at', ['nextWakeAt'])
@Index('ix_reviews_wanted_calendar_id', ['wantedCalendarId'])
@Index('ix_reviews_campaign_id', ['campaignId', 'id'])
@Index('ix_reviews_procedure_id', ['procedureId'])
export class ReviewEntity {
  @PrimaryColumn(key(idColumn())) id!: string;
  @Column(idColumn()) procedureId!: string;
  /** The procedure while the review is open, null afterwards: at most one open review. */
  @Column(idColumn({ nullable: true })) openProcedureId!: string | null;
  @Column(idColumn()) versionId!: string;
  @Column(idColumn({ nullable: true })) campaignId!: string | null;
  @Column(idColumn()) ownerUnitId!: string;
  @Column(codeColumn(64)) routeKey!: string;
  @Column(intColumn()) routeVersion!: number;
  @Column(codeColumn(16, { nullable: true })) outcome!: string | null;
  /** deliberate · execute · publish · closed: its workflow runs until the last. */
  @Column(codeColumn(16)) phase!: string;
  @Column(instantColumn()) openedAt!: Instant;
  @Column(instantColumn({ nullable: true })) closedAt!: Instant | null;
  @Column(intColumn()) revision!: number;
  /** Facts recorded so far. */
  @Column(intColumn()) seq!: number;
  /** Rises with every view sent to the workflow. */
  @Column(intColumn()) viewSeq!: number;
  /** 0, raised only when the review's workflow is rebuilt under a new id. */
  @Column(intColumn()) rebuild!: number;
  @Column(hashColumn()) chainHead!: string;
  @Column(instantColumn({ nullable: true })) nextWakeAt!: Instant | null;
  /** The calendar that must reach farther before all its terms and rungs can be counted, and the version that does not; null while none must. */
  @Column(codeColumn(64, { nullable: true })) wantedCalendarId!: string | null;
  @Column(intColumn({ nullable: true })) wantedCalendarVersion!: number | null;
}

@Entity('stages')
@Index('ix_stages_review_id', ['reviewId'])
@Index('ix_stages_status_stage_key', ['status', 'stageKey'])
export class StageEntity {
  @PrimaryColumn(key(idColumn())) id!: string;
  @Column(idColumn()) reviewId!: string;
  @Column(codeColumn()) stageKey!: string;
  @Column(intColumn()) round!: number;
  @Column(codeColumn(16)) status!: string;
  @Column(codeColumn(16, { nullable: true })) outcome!: string | null;
  @Column(idColumn({ nullable: true })) openedBy!: string | null;
  @Column(instantColumn()) openedAt!: Instant;
  @Column(instantColumn({ nullable: true })) closedAt!: Instant | null;
  @Column(idColumn({ nullable: true })) closedBy!: string | null;
}

@Entity('tasks')
@Index('ix_tasks_review_id', ['reviewId'])
@Index('ix_tasks_is_open_due_at', ['isOpen', 'dueAt', 'id'])
@Index('ix_tasks_unit_id_is_open', ['unitId', 'isOpen'])
@Index('ix_tasks_overdue_counts', ['isOpen', 'dueAt', 'unitId', 'held', 'ownerUnitId', 'delayRank', 'verified', 'rungLevel'])
@Index('ix_tasks_overdue_order', ['isOpen', 'delayRank', 'dueAt', 'id', 'unitId', 'ownerUnitId', 'held', 'verified'])
export class TaskEntity {
  @PrimaryColumn(key(idColumn())) id!: string;
  @Column(idColumn()) reviewId!: string;
  @Column(idColumn()) stageId!: string;
  @Column(codeColumn()) stageKey!: string;
  @Column(intColumn()) round!: number;
  @Column(intColumn()) slot!: number;
  @Column(idColumn()) unitId!: string;
  /** The unit whose review it is. */
  @Column(idColumn()) ownerUnitId!: string;
  @Column(codeColumn(24)) role!: string;
  @Column(codeColumn(16)) status!: string;
  @Column(flagColumn()) isOpen!: boolean;
  @Column(intColumn()) version!: number;
  @Column(instantColumn()) openedAt!: Instant;
  @Column(instantColumn({ nullable: true })) dueAt!: Instant | null;
  @Column(flagColumn()) provisional!: boolean;
  @Column(instantColumn({ nullable: true })) breachedAt!: Instant | null;
  @Column(jsonColumn()) term!: unknown;
  /** Rungs fired after the due instant in the running epoch. */
  @Column(intColumn()) rungLevel!: number;
  @Column(idColumn({ nullable: true })) decisionId!: string | null;
  /** Place on the overdue board by the cost of its delay; null while that is unknown. */
  @Column({ type: 'bigint', nullable: true }) delayRank!: string | null;
  /** Whether the figures behind it have been sent on. */
  @Column(flagColumn()) verified!: boolean;
  /** Whether some of its time may be charged to nobody. */
  @Column(flagColumn()) held!: boolean;
}

@Entity('task_candidates')
@Index('ix_task_candidates_person_id_is_open_due_at', ['personId', 'isOpen', 'dueAt', 'taskId'])
export class TaskCandidateEntity {
  @PrimaryColumn(key(idColumn())) taskId!: string;
  @PrimaryColumn(key(idColumn())) personId!: string;
  @Column(flagColumn()) isOpen!: boolean;
  @Column(instantColumn({ nullable: true })) dueAt!: Instant | null;
}

@Entity('rung_firings')
@Index('ix_rung_firings_fired_at', ['firedAt'])
export class RungFiringEntity {
  @PrimaryColumn(key(idColumn())) reviewId!: string;
  /** The task whose term it is, the review for its own limit, or the clock of a track or of its publication. */
  @PrimaryColumn(key(idColumn())) termOf!: string;
  @PrimaryColumn(key(intColumn())) epoch!: number;
  @PrimaryColumn(key(codeColumn(32))) rungKey!: string;
  @Column(codeColumn(16)) result!: string;
  @Column(instantColumn()) plannedAt!: Instant;
  @Column(instantColumn()) firedAt!: Instant;
  @Column(jsonColumn()) told!: unknown;
}

/** One track of carrying an approved review out. */
@Entity('tracks')
@Index('ix_tracks_review_id', ['reviewId'])
@Index('ix_tracks_effective_to', ['effectiveTo'])
export class TrackEntity {
  @PrimaryColumn(key(idColumn())) id!: string;
  @Column(idColumn()) reviewId!: string;
  @Column(codeColumn(16)) trackKey!: string;
  @Column(idColumn()) unitId!: string;
  @Column(intColumn()) itemCount!: number;
  /** The step recorded last; null while only opened. */
  @Column(codeColumn(16, { nullable: true })) step!: string | null;
  @Column(codeColumn(16, { nullable: true })) outcome!: string | null;
  /** đồng a year of the approved saving; null while not known. */
  @Column({ type: 'bigint', nullable: true }) saving!: string | null;
  /** The amending text; null until there is one. */
  @Column(textColumn(255, { nullable: true })) document!: string | null;
  @Column(dateColumn({ nullable: true })) effectiveFrom!: LocalDate | null;
  @Column(dateColumn({ nullable: true })) effectiveTo!: LocalDate | null;
  @Column(instantColumn()) openedAt!: Instant;
  @Column(instantColumn({ nullable: true })) closedAt!: Instant | null;
  /** Null while no clock runs. */
  @Column(instantColumn({ nullable: true })) dueAt!: Instant | null;
}

/** Publication of the text of one track. */
@Entity('publications')
@Index('uq_publications_review_id_track_key', ['reviewId', 'trackKey'], { unique: true })
export class PublicationEntity {
  @PrimaryColumn(key(idColumn())) id!: string;
  @Column(idColumn()) reviewId!: string;
  @Column(codeColumn(16)) trackKey!: string;
  @Column(idColumn()) unitId!: string;
  @Column(instantColumn()) openedAt!: Instant;
  @Column(instantColumn({ nullable: true })) dueAt!: Instant | null;
  @Column(textColumn(255, { nullable: true })) decisionNumber!: string | null;
  @Column(dateColumn({ nullable: true })) publishedOn!: LocalDate | null;
  @Column(dateColumn({ nullable: true })) databaseEnteredOn!: LocalDate | null;
}

@Entity('decisions')
@Index('uq_decisions_task_id_task_version', ['taskId', 'taskVersion'], { unique: true })
@Index('ix_decisions_review_id', ['reviewId'])
@Index('ix_decisions_actor_id', ['actorId', 'recordedAt'])
export class DecisionEntity {
  @PrimaryColumn(key(idColumn())) id!: string;
  @Column(idColumn()) reviewId!: string;
  @Column(idColumn()) taskId!: string;
  @Column(intColumn()) taskVersion!: number;
  @Column(codeColumn()) stageKey!: string;
  @Column(intColumn()) round!: number;
  @Column(codeColumn(16)) verdict!: string;
  @Column(exactTextColumn()) comment!: string;
  @Column(idColumn()) actorId!: string;
  @Column(idColumn({ nullable: true })) onBehalfOf!: string | null;
  @Column(idColumn()) unitId!: string;
  @Column(codeColumn(16)) channel!: string;
  /** Null for a verdict by law. */
  @Column(codeColumn(4, { nullable: true })) assurance!: string | null;
  @Column(hashColumn()) contentDigest!: string;
  @Column(instantColumn()) recordedAt!: Instant;
  @Column(instantColumn()) receivedAt!: Instant;
  @Column(flagColumn()) late!: boolean;
}

/** The text of a proposal, one row a revision, never changed. */
@Entity('proposals')
export class ProposalEntity {
  @PrimaryColumn(key(idColumn())) reviewId!: string;
  @PrimaryColumn(key(intColumn())) revision!: number;
  @Column(jsonColumn()) body!: unknown;
  @Column(idColumn()) revisedBy!: string;
  @Column(instantColumn()) revisedAt!: Instant;
  /** Yearly compliance cost in đồng before and after, null while unknown. */
  @Column({ type: 'bigint', nullable: true }) costBefore!: string | null;
  @Column({ type: 'bigint', nullable: true }) costAfter!: string | null;
}
