/** A decision page to test with: an appraisal that may be approved, returned or rejected. */
import { applyChangeItems } from '../../domain/procedure/change-items.js';
import { compareContents } from '../../domain/procedure/compare.js';
import type { PersonId, ReviewId, TaskId } from '../../domain/shared/ids.js';
import type { Instant } from '../../domain/shared/instant.js';
import type { DecisionPage } from '../../queries/decision-page.query.js';
import type { VerdictGiven } from '../../queries/task-around.js';
import { aProcedure, aProposal } from './province.js';

const at = (text: string): Instant => text as Instant;
const DIGEST = '7f3a91c2'.padEnd(64, '0');

export const aVerdict = (over: Partial<VerdictGiven> = {}): VerdictGiven => ({
  decisionId: 'dec_1',
  by: { id: 'psn_b', honorific: 'bà', name: 'Trần Thị B', post: 'Trưởng phòng' },
  unit: 'Sở Tư pháp',
  stageName: { vi: 'Thẩm tra', en: 'Appraise' },
  verdict: 'approve',
  comment: '',
  channel: 'mailLink',
  assurance: 'A1',
  recordedAt: at('2026-02-24T02:12:00.000Z'),
  late: false,
  contentDigest: DIGEST,
  seq: 9,
  chainHead: 'ab'.repeat(32),
  ...over,
});

const items = aProposal().items;
const content = aProcedure('1.000001');

export function aDecisionPage(over: Partial<DecisionPage> = {}, task: Partial<DecisionPage['task']> = {}): DecisionPage {
  return {
    tokenHash: 'c0ffee'.padEnd(64, '0'),
    state: 'live',
    taskVersion: 1,
    contentDigest: DIGEST,
    expiresAt: at('2026-03-04T17:00:00.000Z'),
    now: at('2026-02-24T02:00:00.000Z'),
    addressee: { id: 'psn_b' as PersonId, honorific: 'bà', name: 'Trần Thị B', locale: 'vi' },
    reviewId: 'rev_1' as ReviewId,
    reviewOutcome: null,
    subject: {
      procedure: { id: 'prc_1', code: '1.000001', name: content.name },
      ownerUnit: 'Sở Nội vụ',
      campaign: 'Đợt 1',
      items,
      diff: compareContents(content, applyChangeItems(content, items)),
      costBeforeDong: 4_210_000_000,
      costAfterDong: 2_512_000_000,
    },
    task: {
      id: 'tsk_1' as TaskId,
      version: 1,
      round: 1,
      maxRounds: 3,
      kind: 'appraisal',
      stageKey: 'appraise',
      stageName: { vi: 'Thẩm tra', en: 'Appraise' },
      stageOutcome: null,
      unit: 'Sở Tư pháp',
      status: 'unclaimed',
      open: true,
      dueAt: at('2026-02-25T17:00:00.000Z'),
      provisional: false,
      breached: false,
      choices: [
        {
          verdict: 'approve',
          label: { vi: 'Đồng ý', en: 'Approve' },
          effect: { vi: 'Chuyển bước: Phê duyệt', en: 'Goes on to: Approve' },
          commentRequired: false,
        },
        {
          verdict: 'return',
          label: { vi: 'Trả lại', en: 'Return' },
          effect: { vi: 'Trả về bước: Đánh giá', en: 'Goes back to: Assess' },
          commentRequired: true,
        },
        {
          verdict: 'reject',
          label: { vi: 'Không đồng ý', en: 'Reject' },
          effect: { vi: 'Kết thúc: phương án không được phê duyệt', en: 'Ends the review' },
          commentRequired: true,
        },
      ],
      minAssurance: 'A1',
      contentDigest: DIGEST,
      candidates: ['psn_b'],
      afterDue: ['assignees', 'unitHead'],
      decision: null,
      earlier: [
        aVerdict({
          decisionId: 'dec_0',
          stageName: { vi: 'Lấy ý kiến', en: 'Consult' },
          by: { id: 'psn_c', honorific: 'ông', name: 'Lê Văn C', post: '' },
          unit: 'Sở Tài chính',
        }),
      ],
      others: [{ unit: 'Sở Xây dựng', stageName: { vi: 'Lấy ý kiến', en: 'Consult' }, dueAt: null }],
      ...task,
    },
    why: [],
    ...over,
  };
}
