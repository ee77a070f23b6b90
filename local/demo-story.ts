/**
 * The invented weeks behind the demo: what happened to each procedure, by working days since its campaign's launch.
 * Every status of a review stands in it, and tasks that are late by one day to twelve.
 */
import type { CompetenceTrack } from '../domain/procedure/change-items.js';
import type { TrackStep } from '../domain/review/review.js';
import type { Verdict } from '../domain/route/route.js';
import type { LocalDate } from '../domain/shared/instant.js';

export type Act = { readonly day: number; readonly stage: string; readonly verdict: Verdict; readonly comment: string };
/** A step of carrying out; `from` is the working day of effect, `until` the text's last day. */
export type Carried = {
  readonly day: number;
  readonly track: CompetenceTrack;
  readonly step: TrackStep['step'];
  readonly document: string;
  readonly article?: string;
  readonly from?: number;
  readonly until?: LocalDate;
};
export type Story = {
  readonly withdrawOn?: number;
  readonly acts: readonly Act[];
  readonly carried?: readonly Carried[];
  /** Published and entered in the national database on one day. */
  readonly published?: { readonly day: number; readonly decisionNumber: string };
};

const yes = (day: number, stage: string, comment = ''): Act => ({ day, stage, verdict: 'approve', comment });
const consulted = (day: number): readonly Act[] => [yes(day, 'consultUnits'), { day: day + 1, stage: 'consultLaw', verdict: 'noOpinion', comment: '' }];

/** Stories of the first campaign, launched `FIRST_LAUNCH` working days ago, by the order of its plan. */
export const FIRST_LAUNCH = 22;
export const FIRST_STORIES: readonly Story[] = [
  {
    acts: [yes(3, 'assess'), ...consulted(5), yes(9, 'appraise'), yes(12, 'approve')],
    carried: [
      { day: 13, track: 'province', step: 'drafted', document: '118/TTr-STP' },
      { day: 14, track: 'province', step: 'enacted', document: '41/2026/QĐ-UBND', article: 'Điều 1', from: 19 },
    ],
    published: { day: 15, decisionNumber: '2215/QĐ-UBND' },
  },
  {
    acts: [
      yes(2, 'assess'),
      ...consulted(4),
      yes(8, 'appraise'),
      { day: 14, stage: 'approve', verdict: 'reject', comment: 'Phần lớn nội dung thuộc thẩm quyền của bộ; đề nghị gộp vào kiến nghị chung.' },
    ],
  },
  {
    acts: [yes(6, 'assess'), ...consulted(9), yes(14, 'appraise'), yes(20, 'approve')],
    carried: [
      { day: 21, track: 'province', step: 'enacted', document: '44/2026/QĐ-UBND (thí điểm)', article: 'Điều 2', from: 22, until: '2027-02-28' as LocalDate },
    ],
  },
  { withdrawOn: 6, acts: [] },
  { acts: [yes(8, 'assess'), ...consulted(10), yes(15, 'appraise')] },
  { acts: [yes(9, 'assess'), ...consulted(11)] },
  { acts: [yes(10, 'assess'), { day: 11, stage: 'consultLaw', verdict: 'approve', comment: 'Thống nhất, đề nghị dẫn chiếu đúng điểm, khoản.' }] },
  { acts: [yes(9, 'assess'), ...consulted(11), { day: 15, stage: 'appraise', verdict: 'return', comment: 'Thiếu nguồn số liệu về số lượng hồ sơ một năm.' }] },
  { acts: [] },
  { acts: [yes(19, 'assess')] },
  { acts: [yes(12, 'assess', 'Nộp chậm do sáp nhập phòng chuyên môn.'), ...consulted(15), yes(19, 'appraise')] },
  { acts: [] },
  {
    acts: [yes(10, 'assess'), ...consulted(12), yes(15, 'appraise'), yes(17, 'approve')],
    carried: [
      { day: 18, track: 'ministry', step: 'sent', document: '6120/UBND-KSTT' },
      { day: 19, track: 'province', step: 'enacted', document: '43/2026/QĐ-UBND', article: 'Điều 1 khoản 2', from: 21 },
    ],
  },
];

/** Stories of the second campaign, launched a few working days ago. */
export const SECOND_LAUNCH = 4;
export const SECOND_STORIES: readonly Story[] = [
  { acts: [yes(1, 'assess')] },
  { acts: [] },
  { acts: [yes(1, 'assess'), yes(2, 'consultUnits'), yes(2, 'consultLaw')] },
  { acts: [] },
  { acts: [] },
  { acts: [] },
];
