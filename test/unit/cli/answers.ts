/** Answers of the API as its schemas have them, for the servers of these tests. */
import type { CampaignProgress, ImportAnswer, LaunchAnswer, Me, ProcedureRow, TaskDetail, TaskRow } from '../../../api/schemas/types.js';

const words = (vi: string, en: string) => ({ vi, en });
const unit = { id: 'unt_1', code: 'sotp', name: 'Sở Tư pháp' };
const person = { id: 'psn_1', honorific: 'bà', name: 'Nguyễn Thị Hạnh', post: 'Trưởng phòng Hộ tịch' };
export const TASK_ID = 'tsk_01k0000000000000000000000a-appraise-1-1';
export const DIGEST = 'd'.repeat(64);

export const me: Me = {
  person: { ...person, login: 'hanh@tinh', locale: 'vi' },
  posts: [{ unit, role: 'unitHead' }],
  roles: ['unitHead'],
  can: ['tasks.decide'],
};

export const aTask = (more: Partial<TaskRow> = {}): TaskRow => ({
  id: TASK_ID,
  version: 3,
  reviewId: 'rev_01k0000000000000000000000a',
  stage: { key: 'appraise', name: words('Thẩm tra', 'Appraisal') },
  kind: 'appraisal',
  status: 'unclaimed',
  lateness: 'overdue',
  procedure: { id: 'prc_1', code: '1.004194', name: 'Đăng ký khai sinh', field: 'Hộ tịch' },
  campaign: { id: 'cmp_1', name: 'Đợt 2026' },
  unit,
  role: 'appraiser',
  round: 1,
  openedAt: '2026-11-02T08:00:00+07:00',
  dueAt: '2026-11-20T17:00:00+07:00',
  dueOn: '2026-11-20',
  provisional: false,
  needsCalendar: false,
  workingDaysLeft: -3,
  rung: null,
  costBefore: 1_250_000,
  costAfter: 250_000,
  saving: 1_000_000,
  decision: null,
  ...more,
});

export const aTaskDetail = (more: Partial<TaskDetail> = {}): TaskDetail => ({
  ...aTask(),
  contentDigest: DIGEST,
  quorum: null,
  minAssurance: 'A2',
  maxRounds: null,
  eligible: true,
  whyAt: null,
  why: [],
  otherRoles: [],
  holders: [person],
  verdicts: [
    { verdict: 'approve', label: words('Đồng ý', 'Approve'), effect: words('Chuyển sang bước phê duyệt.', 'Goes on to approval.'), commentRequired: false },
  ],
  clock: null as never,
  ladder: [],
  proposal: {
    revision: 1,
    revisedBy: person,
    revisedAt: '2026-11-02T08:00:00+07:00',
    effectiveOn: null,
    note: '',
    items: [],
    diff: { changes: [], unchanged: [], summary: {} as never },
    cost: null,
  },
  decisions: [],
  others: [],
  acts: [],
  claim: null,
  pause: null,
  pauseGrounds: [],
  extension: null,
  requests: [],
  overrides: [],
  liftable: [],
  standIns: [],
  actsFor: null,
  colleagues: [],
  returnTargets: [],
  duties: [],
  disputable: [],
  settleable: [],
  comments: [],
  ...more,
});

export const aReceipt = {
  decisionId: 'dec_1',
  taskId: TASK_ID,
  reviewId: 'rev_01k0000000000000000000000a',
  verdict: 'approve',
  recordedAt: '2026-11-25T09:12:00+07:00',
  late: true,
  seq: 9,
  chainHead: 'c'.repeat(64),
  stageOutcome: 'approved',
  replayed: false,
};

export const aProcedure = (code: string, more: Partial<ProcedureRow> = {}): ProcedureRow => ({
  id: `prc_${code}`,
  code,
  name: `Thủ tục ${code}`,
  field: 'Hộ tịch',
  ownerUnit: unit,
  phase: 'inForce' as never,
  version: { number: 1 },
  costPerYear: 1_250_000,
  openSaving: null,
  openReview: null,
  flags: 0,
  ...more,
});

export const anImport = (more: Partial<ImportAnswer> = {}): ImportAnswer => ({
  dryRun: false,
  format: 'table',
  sheet: null,
  headerRow: 1,
  columns: [],
  counts: { rows: 2, valid: 2, warned: 0, failed: 0, duplicates: 0 },
  drafts: [],
  problems: [],
  batchId: 'imp_1',
  added: 2,
  updated: 0,
  unchanged: 0,
  refused: [],
  replayed: false,
  ...more,
});

export const aLaunch: LaunchAnswer = { campaignId: 'cmp_1', itemCount: 2, launched: 1, problems: [], replayed: false };

export const aCampaign = (more: Partial<CampaignProgress> = {}): CampaignProgress => ({
  id: 'cmp_1',
  name: 'Đợt 2026',
  planYear: 2026,
  basis: 'b',
  basisDocument: 'KH 01',
  status: 'running',
  launchedAt: '2026-11-02T08:00:00+07:00',
  launchedBy: person,
  closedAt: null,
  itemCount: 2,
  launched: 2,
  open: 2,
  outcomes: { approved: 0, rejected: 0, withdrawn: 0 },
  overdue: 1,
  savings: { proposed: 2_000_000, approved: 0 },
  stages: [{ key: 'appraise', name: words('Thẩm tra', 'Appraisal'), count: 2, overdue: 1, dueSoon: 0 }],
  dueSoon: 0,
  units: [{ unit, total: 2, open: 2, byStage: { appraise: 2 }, approved: 0, rejected: 0, withdrawn: 0, overdue: 1, lastActivityAt: null }],
  problems: [],
  ...more,
});
