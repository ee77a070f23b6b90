/** What watches over the ladder: the fuse, yesterday's forecast, trouble of single reviews, differences found at night, the canary. */
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Instant } from '../../domain/shared/instant.js';
import { codeColumn, exactTextColumn, flagColumn, idColumn, instantColumn, intColumn, key, textColumn } from '../columns.js';

/** One row: whether rungs and silence are held, since when, why. No row means they are not. */
@Entity('fuses')
export class FuseEntity {
  @PrimaryColumn(key(intColumn())) id!: number;
  @Column(flagColumn()) blown!: boolean;
  /** Business instants. */
  @Column(instantColumn()) judgedAt!: Instant;
  @Column(instantColumn({ nullable: true })) blownAt!: Instant | null;
  /** Tasks newly overdue that no forecast had named, and how many would have been let through. */
  @Column(intColumn()) unexpected!: number;
  @Column(intColumn()) allowed!: number;
  @Column(intColumn()) openTasks!: number;
  @Column(instantColumn({ nullable: true })) releasedAt!: Instant | null;
  @Column(idColumn({ nullable: true })) releasedBy!: string | null;
  @Column(textColumn(500, { nullable: true })) releaseReason!: string | null;
}

/** A task that was foreseen to fall due at this instant. */
@Entity('due_forecasts')
@Index('ix_due_forecasts_made_at', ['madeAt'])
export class DueForecastEntity {
  @PrimaryColumn(key(idColumn())) taskId!: string;
  @Column(instantColumn()) dueAt!: Instant;
  /** Wall clock of the database. */
  @Column(instantColumn()) madeAt!: Instant;
}

/** A review or procedure whose service failed; from the fifth time on it is set apart and tried once an hour. */
@Entity('sweep_troubles')
export class SweepTroubleEntity {
  @PrimaryColumn(key(idColumn())) subjectId!: string;
  @Column(intColumn()) tries!: number;
  @Column(exactTextColumn()) problem!: string;
  @Column(instantColumn()) firstAt!: Instant;
  @Column(instantColumn()) lastAt!: Instant;
}

/** What the nightly recomputation found to differ from the facts. */
@Entity('sweep_diffs')
@Index('ix_sweep_diffs_found_at', ['foundAt'])
export class SweepDiffEntity {
  @PrimaryColumn({ type: 'bigint', generated: 'increment' }) id!: string;
  @Column(instantColumn()) foundAt!: Instant;
  @Column(idColumn()) reviewId!: string;
  @Column(idColumn()) termOf!: string;
  @Column(codeColumn(24)) kind!: string;
  @Column(textColumn(500)) detail!: string;
  @Column(flagColumn()) repaired!: boolean;
}

/** One synthetic review whose term must be breached and whose rungs must all fire. */
@Entity('canary_runs')
export class CanaryRunEntity {
  @PrimaryColumn(key(idColumn())) reviewId!: string;
  /** Wall clock of the database. */
  @Column(instantColumn()) openedAt!: Instant;
  @Column(instantColumn({ nullable: true })) endedAt!: Instant | null;
  /** fired · missed; null while it runs. */
  @Column(codeColumn(16, { nullable: true })) outcome!: string | null;
  @Column(textColumn(500, { nullable: true })) detail!: string | null;
}
