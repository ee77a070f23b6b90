/** Where answers by mail come in. */
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Instant } from '../../domain/shared/instant.js';
import { codeColumn, instantColumn, key } from '../columns.js';

/** A mailbox or spool whose mail may answer a task. None: nobody answers by mail, and nothing is waited for. */
@Entity('mail_sources')
export class MailSourceEntity {
  @PrimaryColumn(key(codeColumn(64))) name!: string;
  /** Business instant: all mail received before it has been read. It only rises. */
  @Column(instantColumn()) readThrough!: Instant;
}
