import { applyChangeItems, checkChangeItems, type ChangeItem } from '../../../../domain/procedure/change-items.js';
import { emptyContent, type ProcedureContent } from '../../../../domain/procedure/procedure.js';
import {
  actsOf,
  likelyType,
  nextItemId,
  opFor,
  startValue,
  targetsOf,
  valueFor,
  type Act,
  type NewValue,
  type Target,
} from '../../../../web/src/proposal/targets.js';

const CONTENT: ProcedureContent = {
  ...emptyContent('1.004194', 'Đăng ký tạm trú'),
  frequency: '12 lần/năm',
  implementingAgency: 'Công an cấp xã',
  steps: [{ id: 'b1', text: 'Nộp hồ sơ', duration: null }],
  dossier: [{ id: 'th1', case: 'chung', items: [{ id: 'gt1', name: 'Tờ khai', originals: 1, copies: 0, kind: 'submit', form: null }] }],
  channels: [{ id: 'ct1', channel: 'online', duration: { value: '5', unit: 'workingDays', published: '05 ngày làm việc' }, fee: null, note: null }],
  conditions: [{ id: 'dk1', text: 'Có chỗ ở hợp pháp', subject: 'procedure' }],
};
const WORDS = { units: { days: 'ngày', workingDays: 'ngày làm việc', workingHours: 'giờ làm việc' }, free: 'Miễn phí' };

const targetAt = (path: string): Target => {
  const found = targetsOf(CONTENT).find((target) => target.path === path);
  if (found === undefined) throw new Error(path);
  return found;
};

function itemFor(path: string, act: Act, typed: Partial<NewValue> = {}): ChangeItem {
  const target = targetAt(path);
  const value = valueFor(target, { ...startValue(target), ...typed }, WORDS);
  if (value === null && act !== 'remove') throw new Error('no value');
  return {
    id: 'nd1',
    type: likelyType(target, act),
    track: 'council',
    reason: { criterion: 'cost', text: 'Giảm chi phí' },
    targetProvision: null,
    ops: [opFor(target, act, value)],
    costLines: [],
  };
}

describe('the parts a proposal can change', () => {
  it.each([
    ['abolished', 'replace', {}],
    ['frequency', 'replace', { text: '4 lần/năm' }],
    ['dossier/th1/items/gt1', 'remove', {}],
    ['dossier/th1/items/gt1', 'replace', { text: 'Tờ khai rút gọn' }],
    ['dataReplacements/dl1', 'add', { text: 'Sổ hộ khẩu', database: 'CSDLQG về dân cư' }],
    ['steps/b1', 'remove', {}],
    ['channels/ct1/duration', 'replace', { amount: '3' }],
    ['channels/ct1/fee', 'replace', { amount: '15.000' }],
    ['conditions/dk1', 'remove', {}],
    ['implementingAgency', 'replace', { text: 'UBND cấp xã' }],
  ] as const)('give a lawful change of %s by %s', (path, act, typed) => {
    const item = itemFor(path, act, typed);
    expect(applyChangeItems(CONTENT, [item])).not.toEqual(CONTENT);
    expect(checkChangeItems([item]).filter((problem) => problem.severity === 'error')).toEqual([]);
  });

  it('offer removing only for rows', () => {
    expect(actsOf(targetAt('dossier/th1/items/gt1'))).toEqual(['remove', 'replace']);
    expect(actsOf(targetAt('frequency'))).toEqual(['replace']);
  });

  it('read times and amounts as people type them, and refuse what is none', () => {
    const time = targetAt('channels/ct1/duration');
    const typed = (target: Target, amount: string) => valueFor(target, { ...startValue(target), amount }, WORDS);
    expect(typed(time, '0,5')).toEqual({ value: '0.5', unit: 'workingDays', published: '0,5 ngày làm việc' });
    expect(typed(targetAt('channels/ct1/fee'), '0')).toMatchObject({ amountDong: 0, published: 'Miễn phí' });
    expect([typed(time, 'mai'), typed(time, '-1'), typed(targetAt('channels/ct1/fee'), '1,5')]).toEqual([null, null, null]);
  });

  it('refuse an empty text', () => {
    const target = targetAt('steps/b1');
    expect(valueFor(target, { ...startValue(target), text: '   ' }, WORDS)).toBeNull();
  });

  it('number items without repeating an id', () => {
    expect(nextItemId([])).toBe('nd1');
    expect(nextItemId([{ ...itemFor('steps/b1', 'remove'), id: 'nd2' }])).toBe('nd3');
  });
});
