import { compareContents } from '../../../../domain/procedure/compare.js';
import { emptyContent, type ProcedureContent } from '../../../../domain/procedure/procedure.js';
import { movedSince } from '../../../../web/src/work/moved-since.js';

const base: ProcedureContent = {
  ...emptyContent('1.004194', 'Đăng ký tạm trú'),
  frequency: '12 lần/năm',
  implementingAgency: 'Công an cấp xã',
  resultValidity: '2 năm',
};
const diff = (change: Partial<ProcedureContent>) => compareContents(base, { ...base, ...change });

describe('what moved since a decision page was opened', () => {
  it('is nothing when the proposal reads the same', () => {
    expect(movedSince(diff({ frequency: '4 lần/năm' }), diff({ frequency: '4 lần/năm' }))).toEqual([]);
  });

  it('names what is new, what reads otherwise, what is gone', () => {
    const moved = movedSince(diff({ frequency: '4 lần/năm', resultValidity: '5 năm' }), diff({ frequency: '2 lần/năm', implementingAgency: 'UBND cấp xã' }));
    expect(moved.map(({ kind, change }) => [kind, change.path])).toEqual([
      ['new', 'implementingAgency'],
      ['different', 'frequency'],
      ['gone', 'resultValidity'],
    ]);
  });
});
