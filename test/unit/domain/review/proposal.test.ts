import type { ChangeItem } from '../../../../domain/procedure/change-items.js';
import { EMPTY_PROPOSAL, proposalFields } from '../../../../domain/review/proposal.js';
import { DomainError } from '../../../../domain/shared/errors.js';
import { day } from '../../../support/fixtures/calendars/vn.js';

const item = (id: string): ChangeItem => ({
  id,
  type: 'dropPaper',
  track: 'province',
  reason: { criterion: 'necessity', text: 'Dữ liệu đã có' },
  targetProvision: null,
  ops: [{ path: `dossier/d1/items/${id}`, op: 'remove' }],
  costLines: [],
});

describe('the reviewable fields of a proposal', () => {
  it('are each item, the day, the note and both cost sheets', () => {
    const fields = proposalFields({ ...EMPTY_PROPOSAL, items: [item('i1'), item('i2')], effectiveOn: day('2026-07-01'), note: 'Ghi chú' });
    expect(Object.keys(fields).toSorted()).toEqual(['cost/after', 'cost/before', 'effectiveOn', 'items/i1', 'items/i2', 'note']);
    expect(fields).toMatchObject({ effectiveOn: '2026-07-01', note: 'Ghi chú', 'items/i2': { id: 'i2' }, 'cost/after': null });
  });

  it('do not exist for a proposal with two items under one id: one of them would escape every approval', () => {
    try {
      proposalFields({ ...EMPTY_PROPOSAL, items: [item('i1'), item('i2'), item('i1')] });
      throw new Error('was accepted');
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      expect([error.code, error.details]).toEqual(['content_id_repeated', { id: 'i1' }]);
    }
  });
});
