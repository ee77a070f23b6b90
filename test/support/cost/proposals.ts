/** A small pair of cost sheets whose figures are easy to check by hand, and proposals that carry them. */
import { VN_SHEET_SCHEMA, type VnRow, type VnSheet } from '../../../domain/cost/vn/sheet.js';
import type { ProposalBody } from '../../../domain/review/proposal.js';
import { aProposal } from '../province.js';

export const aRow = (id: string, over: Partial<VnRow> = {}): VnRow => ({
  id,
  group: 'prepare',
  task: `Công việc ${id}`,
  hours: '4',
  service: '0',
  fees: '100000',
  timesPerYear: '1',
  subjectsPerYear: '1200',
  ...over,
});

/** Two rows: 1,200 × (4 h × 55,000 + 100,000) = 384,000,000 and 300 × 1.5 h × 55,000 = 24,750,000. */
export const aSheet = (over: Partial<VnSheet> = {}): VnSheet => ({
  schema: VN_SHEET_SCHEMA,
  hourlyIncome: { value: { value: '55000', source: 'nso' }, year: 2026, scope: 'VN', tableId: 'income-vn', vintage: '2026' },
  rows: [aRow('r1'), aRow('r2', { group: 'submit', hours: '1.5', fees: '0', subjectsPerYear: '300' })],
  sources: [{ id: 'nso', kind: 'table', document: 'Niên giám thống kê', who: 'Phòng Kế hoạch', when: '2026-02-01' }],
  ...over,
});

/** The paper of row r1 goes, with three of its four hours: 186,000,000 and 24,750,000 remain. */
export const aReform = (over: Partial<VnSheet> = {}): VnSheet =>
  aSheet({
    rows: [aRow('r1', { hours: '1', state: 'changed' }), aRow('r2', { group: 'submit', hours: '1.5', fees: '0', subjectsPerYear: '300', state: 'kept' })],
    ...over,
  });

export const withCost = (before: VnSheet | null, after: VnSheet | null, note = ''): ProposalBody => {
  const proposal = aProposal(note);
  return { ...proposal, items: proposal.items.map((item) => ({ ...item, costLines: ['r1'] })), cost: { before, after } };
};
