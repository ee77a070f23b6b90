/** Letters to test with: one full model, narrowed as a kind needs it. */
import type { LetterModel } from '../../mail/templates/model.js';
import type { Instant } from '../../domain/shared/instant.js';
import type { NoticeKind } from '../../domain/review/notices.js';

export const A_TOKEN = 'q'.repeat(48);

/** A task of an appraisal, due at the end of 25/02/2026 in Vietnam. */
export const aLetter = (over: Partial<LetterModel> = {}): LetterModel => ({
  recipient: { honorific: 'bà', name: 'Trần Thị B', unit: 'Sở Tư pháp' },
  procedure: { code: '1.000001', name: 'Đăng ký thử nghiệm' },
  campaign: 'Đợt 1 năm 2026',
  task: {
    stageName: { vi: 'Thẩm tra', en: 'Appraise' },
    kind: 'appraisal',
    unit: 'Sở Tư pháp',
    round: 2,
    maxRounds: 3,
    dueAt: '2026-02-25T17:00:00.000Z' as Instant,
    provisional: false,
    late: false,
    afterDue: ['assignees', 'unitHead', 'coordinator'],
    others: [{ unit: 'Sở Tài chính', stageName: { vi: 'Lấy ý kiến', en: 'Consult' } }],
    digest: '7f3a91c2'.padEnd(64, '0'),
  },
  changes: {
    lines: [
      { vi: 'Bỏ: bản sao có chứng thực', en: 'Dropped: certified copy' },
      { vi: 'Thời hạn: 5 → 3 ngày', en: 'Time: 5 → 3 days' },
    ],
    more: 1,
  },
  costBeforeDong: 4_210_000_000,
  costAfterDong: 2_512_000_000,
  decisionUrl: null,
  portalUrl: 'https://tinhgon.example/viec/tsk_1',
  mayDecide: true,
  rungName: { vi: 'Nhắc trước hạn 2 ngày', en: 'Reminder, 2 days before' },
  remedies: ['reassign', 'decideInOwnRight'],
  quorum: { need: 3, approvals: 1, unanswered: 1, empty: 1 },
  decision: {
    by: 'bà Trần Thị B',
    verdict: 'return',
    stageName: { vi: 'Thẩm tra', en: 'Appraise' },
    comment: 'Thiếu căn cứ.\nBổ sung Điều 8.',
    recordedAt: '2026-02-24T02:12:00.000Z' as Instant,
    late: false,
    channel: 'mailLink',
    assurance: 'A1',
    digest: '7f3a91c2'.padEnd(64, '0'),
    seq: 9,
    chainHead: 'ab'.repeat(32),
  },
  reason: 'stageClosed',
  outcome: 'approved',
  code: { digits: '042917', verdict: 'approve' },
  digest: {
    total: 12,
    lines: [
      {
        code: '1.000001',
        stageName: { vi: 'Thẩm tra', en: 'Appraise' },
        rungName: { vi: 'Quá hạn ngày thứ nhất', en: 'First day late' },
        unit: 'Sở Tư pháp',
        dueAt: '2026-02-25T17:00:00.000Z' as Instant,
      },
    ],
  },
  ...over,
});

/** The model as each kind gets it: a decision link only where the kind may carry one. */
export const aLetterOf = (kind: NoticeKind, over: Partial<LetterModel> = {}): LetterModel =>
  aLetter({
    decisionUrl: kind === 'task.assigned' || kind === 'task.reminder' ? `https://tinhgon.example/q/${A_TOKEN}` : null,
    ...(kind === 'task.stalled' ? { reason: 'bounced' } : {}),
    ...over,
  });
