/** The list of tables the data source knows. */
import { AbsenceEntity, DelegationEntity } from './authority.entity.js';
import { CampaignEntity, CampaignItemEntity } from './campaign.entity.js';
import { CostSheetEntity, TariffTableEntity } from './cost.entity.js';
import { CommandReceiptEntity, FactEntity, HeartbeatEntity, OutboxEntity } from './ledger.entity.js';
import { MailSourceEntity } from './mail.entity.js';
import { DecisionTokenEntity, NoticeEntity } from './notice.entity.js';
import { ApiTokenEntity, HoldingEntity, PersonEntity, SessionEntity, UnitEntity } from './organisation.entity.js';
import { ImportBatchEntity, ProcedureEntity, ProcedureVersionEntity } from './procedure.entity.js';
import {
  DecisionEntity,
  ProposalEntity,
  PublicationEntity,
  ReviewEntity,
  RungFiringEntity,
  StageEntity,
  TaskCandidateEntity,
  TaskEntity,
  TrackEntity,
} from './review.entity.js';
import { BusinessClockEntity, CalendarVersionEntity, RouteEntity, RouteVersionEntity } from './rules.entity.js';
import { CanaryRunEntity, DueForecastEntity, FuseEntity, SweepDiffEntity, SweepTroubleEntity } from './watch.entity.js';

export const ENTITIES = [
  AbsenceEntity,
  DelegationEntity,
  ApiTokenEntity,
  BusinessClockEntity,
  CalendarVersionEntity,
  CampaignEntity,
  CampaignItemEntity,
  CanaryRunEntity,
  CommandReceiptEntity,
  CostSheetEntity,
  DecisionEntity,
  DecisionTokenEntity,
  DueForecastEntity,
  FactEntity,
  FuseEntity,
  HeartbeatEntity,
  HoldingEntity,
  ImportBatchEntity,
  MailSourceEntity,
  NoticeEntity,
  OutboxEntity,
  PersonEntity,
  ProcedureEntity,
  ProcedureVersionEntity,
  ProposalEntity,
  PublicationEntity,
  ReviewEntity,
  RouteEntity,
  RouteVersionEntity,
  RungFiringEntity,
  SessionEntity,
  StageEntity,
  TariffTableEntity,
  TaskCandidateEntity,
  TaskEntity,
  TrackEntity,
  UnitEntity,
  SweepDiffEntity,
  SweepTroubleEntity,
];
