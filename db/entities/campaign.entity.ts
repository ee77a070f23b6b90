/** Campaigns and the plan lines they launch. */
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Instant } from '../../domain/shared/instant.js';
import { codeColumn, hashColumn, idColumn, instantColumn, intColumn, jsonColumn, key, textColumn } from '../columns.js';

@Entity('campaigns')
export class CampaignEntity {
  @PrimaryColumn(key(idColumn())) id!: string;
  @Column(textColumn()) name!: string;
  @Column(intColumn()) planYear!: number;
  @Column(codeColumn(8)) basis!: string;
  @Column(textColumn()) basisDocument!: string;
  @Column(codeColumn(16)) status!: string;
  @Column(codeColumn(64)) routeKey!: string;
  @Column(intColumn()) routeVersion!: number;
  @Column(idColumn()) launchedBy!: string;
  @Column(instantColumn()) launchedAt!: Instant;
  @Column(instantColumn({ nullable: true })) closedAt!: Instant | null;
  @Column(intColumn()) itemCount!: number;
  @Column(jsonColumn()) plan!: unknown;
  @Column(intColumn()) seq!: number;
  @Column(intColumn()) viewSeq!: number;
  @Column(hashColumn()) chainHead!: string;
}

@Entity('campaign_items')
@Index('uq_campaign_items_campaign_id_procedure_id', ['campaignId', 'procedureId'], { unique: true })
@Index('uq_campaign_items_review_id', ['reviewId'], { unique: true })
export class CampaignItemEntity {
  @PrimaryColumn(key(idColumn())) campaignId!: string;
  @PrimaryColumn(key(intColumn())) position!: number;
  @Column(idColumn()) procedureId!: string;
  @Column(idColumn()) ownerUnitId!: string;
  @Column(codeColumn(16)) state!: string;
  @Column(idColumn({ nullable: true })) reviewId!: string | null;
  /** Why this line could not be launched, as an error code. */
  @Column(codeColumn(64, { nullable: true })) problem!: string | null;
}
