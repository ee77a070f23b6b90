/** Law that is data: calendar versions, route versions, the offset of the business clock. */
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Instant } from '../../domain/shared/instant.js';
import { codeColumn, flagColumn, hashColumn, instantColumn, intColumn, jsonColumn, key } from '../columns.js';

@Entity('calendar_versions')
export class CalendarVersionEntity {
  @PrimaryColumn(key(codeColumn(64))) calendarId!: string;
  @PrimaryColumn(key(intColumn())) version!: number;
  @Column(codeColumn(16)) status!: string;
  @Column(jsonColumn()) body!: unknown;
  @Column(hashColumn()) digest!: string;
  @Column(instantColumn()) publishedAt!: Instant;
}

@Entity('route_versions')
export class RouteVersionEntity {
  @PrimaryColumn(key(codeColumn(64))) routeKey!: string;
  @PrimaryColumn(key(intColumn())) version!: number;
  @Column(codeColumn(16)) status!: string;
  @Column(jsonColumn()) body!: unknown;
  @Column(hashColumn()) digest!: string;
  @Column(instantColumn()) publishedAt!: Instant;
}

/** One row: what the business clock adds to the database's clock. Zero and locked outside demo and tests. */
@Entity('business_clock')
export class BusinessClockEntity {
  @PrimaryColumn(key(intColumn())) id!: number;
  @Column({ type: 'bigint' }) offsetMs!: string;
  @Column(flagColumn()) locked!: boolean;
}
