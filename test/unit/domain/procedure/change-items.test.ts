import fc from 'fast-check';
import {
  applyChangeItems,
  type ChangeItem,
  type ChangeOp,
  type ChangeType,
  checkChangeItems,
  isCentralText,
  overlapKeyOf,
} from '../../../../domain/procedure/change-items.js';
import { compareContents } from '../../../../domain/procedure/compare.js';
import { readContent } from '../../../../domain/procedure/content-shape.js';
import { readChangeItems } from '../../../../domain/procedure/read-change-items.js';
import { DomainError } from '../../../../domain/shared/errors.js';
import { aProcedure, dong, generateProcedures, workingDays } from '../../../support/procedures.js';

const item = (type: ChangeType, ops: readonly ChangeOp[], parts: Partial<ChangeItem> = {}): ChangeItem => ({
  id: 'nd1',
  type,
  track: 'ministry',
  reason: { criterion: 'cost', text: 'Giảm chi phí cho người dân' },
  targetProvision: { symbol: '123/2015/NĐ-CP', provision: 'Khoản 1 Điều 2', action: 'amend' },
  ops,
  costLines: [],
  ...parts,
});

function refusal(act: () => unknown): { readonly code: string; readonly details: Readonly<Record<string, unknown>> } {
  try {
    act();
  } catch (error) {
    if (error instanceof DomainError) return { code: error.code, details: error.details };
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('applying change items', () => {
  test('a dropped paper and a shorter limit give the next version, and the old one stays as it was', () => {
    const before = aProcedure();
    const frozen = JSON.stringify(before);
    const after = applyChangeItems(before, [
      item('dropPaper', [{ path: 'dossier/th1/items/gt3', op: 'remove' }]),
      item('cutTime', [{ path: 'channels/online/duration', op: 'replace', before: workingDays(5), after: workingDays(1) }], { id: 'nd2' }),
    ]);
    expect(after.dossier[0]?.items.map(({ id }) => id)).toEqual(['gt1', 'gt2']);
    expect(after.channels.map(({ duration }) => duration?.value)).toEqual(['1', '5']);
    expect(JSON.stringify(before)).toBe(frozen);
  });

  test('a paper is added at its place and keeps the id its path names', () => {
    const paper = { name: 'Đơn đề nghị', originals: 1, copies: 0, kind: 'submit', form: null };
    const after = applyChangeItems(aProcedure(), [item('simplifyForm', [{ path: 'dossier/th1/items/gt9', op: 'add', after: paper, at: 0 }])]);
    expect(after.dossier[0]?.items[0]).toEqual({ id: 'gt9', ...paper });
  });

  test('abolishing a procedure marks its next version as abolished', () => {
    expect(applyChangeItems(aProcedure(), [item('abolish', [{ path: 'abolished', op: 'replace', before: false, after: true }])]).abolished).toBe(true);
  });

  test('the order of items does not matter', () => {
    const items = [
      item('cutFee', [{ path: 'channels/inPerson/fee', op: 'replace', after: dong(0) }], { id: 'a' }),
      item('cutStep', [{ path: 'steps/b2', op: 'remove' }], { id: 'b' }),
      item('dropPaper', [{ path: 'dossier/th1/items/gt1', op: 'remove' }], { id: 'c' }),
    ];
    expect(applyChangeItems(aProcedure(), items)).toEqual(applyChangeItems(aProcedure(), items.toReversed()));
  });

  test.each<[string, ChangeOp, string]>([
    ['a paper that does not exist', { path: 'dossier/th1/items/gt99', op: 'remove' }, 'change_target_unknown'],
    ['a field that does not exist', { path: 'colour', op: 'replace', after: 'xanh' }, 'change_target_unknown'],
    ['a part below a limit', { path: 'channels/online/duration/value', op: 'replace', after: '1' }, 'change_target_unknown'],
    ['a name out of the prototype', { path: 'constructor', op: 'replace', after: 'x' }, 'change_target_unknown'],
    ['a whole list at once', { path: 'steps', op: 'replace', after: [] }, 'change_target_unknown'],
    ['a row that is already there', { path: 'steps/b1', op: 'add', after: { text: 'x' } }, 'change_conflict'],
    ['a part that changed meanwhile', { path: 'name', op: 'replace', before: 'Tên cũ', after: 'Tên mới' }, 'change_conflict'],
    ['an empty name', { path: 'name', op: 'replace', after: '' }, 'change_value_invalid'],
    ['a name taken out', { path: 'name', op: 'remove' }, 'change_value_invalid'],
    [
      'a fee with broken đồng',
      { path: 'channels/online/fee', op: 'replace', after: { amountDong: 0.5, currency: 'VND', amount: '0.5', published: '0,5' } },
      'change_value_invalid',
    ],
    [
      'a limit in an unknown unit',
      { path: 'channels/online/duration', op: 'replace', after: { value: '1', unit: 'weeks', published: '1 tuần' } },
      'change_value_invalid',
    ],
    ['a paper with a stray field', { path: 'dossier/th1/items/gt9', op: 'add', after: { name: 'x', color: 1 } }, 'change_value_invalid'],
  ])('%s is refused with its path', (_what, op, code) => {
    const refused = refusal(() => applyChangeItems(aProcedure(), [item('merge', [op])]));
    expect(refused.code).toBe(code);
    expect(String(refused.details['path'])).toContain(op.path.split('/')[0]);
  });

  test('two items on one place, or one inside the other, are refused by name', () => {
    const wholeChannel = item('moveOnline', [{ path: 'channels/online', op: 'remove' }]);
    const itsFee = item('cutFee', [{ path: 'channels/online/fee', op: 'replace', after: dong(0) }], { id: 'nd2' });
    expect(refusal(() => applyChangeItems(aProcedure(), [wholeChannel, itsFee]))).toEqual({
      code: 'change_conflict',
      details: { item: 'nd2', path: 'channels/online/fee', other: 'nd1' },
    });
  });

  test('the old text in another normal form is still the old text', () => {
    const name = aProcedure().name.normalize('NFD');
    const after = applyChangeItems(aProcedure(), [item('merge', [{ path: 'name', op: 'replace', before: name, after: 'Đăng ký khai sinh'.normalize('NFD') }])]);
    expect(after.name).toBe('Đăng ký khai sinh'.normalize('NFC'));
  });
});

describe('what the law says of change items', () => {
  const cut: ChangeOp = { path: 'channels/inPerson/fee', op: 'replace', after: dong(0) };

  test('a fee set by a circular cannot be cut by the province itself', () => {
    const problems = checkChangeItems([
      item('cutFee', [cut], { track: 'province', targetProvision: { symbol: '85/2019/TT-BTC', provision: 'Điều 5', action: 'amend' } }),
    ]);
    expect(problems).toEqual([{ item: 'nd1', path: null, code: 'change_track_not_allowed', severity: 'error' }]);
  });

  test('the province may cut its own time although the limit stands in a decree', () => {
    const faster: ChangeOp = { path: 'channels/online/duration', op: 'replace', after: workingDays(1) };
    expect(checkChangeItems([item('cutTime', [faster], { track: 'province' })])).toEqual([]);
    expect(checkChangeItems([item('cutTime', [faster], { track: 'province', targetProvision: null })])).toEqual([]);
  });

  test('an item without changes, without reason, of another type or without a text to amend is named', () => {
    expect(checkChangeItems([item('cutFee', [])]).map(({ code }) => code)).toEqual(['change_nothing']);
    expect(checkChangeItems([item('cutFee', [cut], { reason: { criterion: 'cost', text: ' ' } })]).map(({ code }) => code)).toEqual(['change_reason_missing']);
    expect(checkChangeItems([item('dropPaper', [cut])]).map(({ code }) => code)).toEqual(['change_type_mismatch']);
    expect(checkChangeItems([item('cutFee', [cut], { targetProvision: null })])).toEqual([
      { item: 'nd1', path: null, code: 'change_provision_missing', severity: 'warning' },
    ]);
  });

  test.each([
    ['123/2015/NĐ-CP', true],
    ['85/2019/TT-BTC', true],
    ['60/2014/QH13', true],
    ['24/2021/QĐ-TTg', true],
    ['163/QĐ-BTP', true],
    ['Luật Cư trú', true],
    ['12/2025/QĐ-UBND', false],
    ['05/2024/NQ-HĐND', false],
    ['QĐ công bố quy trình nội bộ của UBND tỉnh', false],
  ])('%s is a text of the centre: %s', (symbol, central) => {
    expect(isCentralText(symbol)).toBe(central);
  });

  test('the same cut of the same procedure has one overlap key, whatever the order of its operations', () => {
    const ops: readonly ChangeOp[] = [{ path: 'channels/online/fee', op: 'replace', after: dong(0) }, cut];
    expect(overlapKeyOf('1.001193', item('cutFee', ops))).toBe(overlapKeyOf('1.001193', item('cutFee', ops.toReversed(), { id: 'x' })));
    expect(overlapKeyOf('1.001193', item('cutFee', ops))).not.toBe(overlapKeyOf('1.000656', item('cutFee', ops)));
  });
});

describe('reading change items from outside', () => {
  const good = item('dropPaper', [{ path: 'dossier/th1/items/gt3', op: 'remove' }]);

  test('a list survives the way through JSON', () => {
    expect(readChangeItems(JSON.parse(JSON.stringify([good])))).toEqual([good]);
  });

  test.each<[string, unknown, string]>([
    ['no list', {}, ''],
    ['a type of our own making', [{ ...good, type: 'makeWorse' }], '0/type'],
    ['a track of our own making', [{ ...good, track: 'district' }], '0/track'],
    ['no reason', [{ ...good, reason: null }], '0/reason'],
    ['one id twice', [good, good], '1/id'],
    ['operations that are no list', [{ ...good, ops: 'remove all' }], '0/ops'],
    ['an operation without path', [{ ...good, ops: [{ op: 'remove' }] }], '0/ops/0/path'],
    ['a replacement without a new value', [{ ...good, ops: [{ op: 'replace', path: 'name' }] }], '0/ops/0/after'],
    ['a place before the first', [{ ...good, ops: [{ op: 'add', path: 'steps/b9', after: {}, at: -1 }] }], '0/ops/0/at'],
    ['a misspelt part', [{ ...good, ops: [{ op: 'remove', path: 'steps/b1', befor: 1 }] }], '0/ops/0/befor'],
    ['a stray part', [{ ...good, colour: 'xanh' }], '0/colour'],
  ])('%s is refused at its place', (_what, value, path) => {
    expect(refusal(() => readChangeItems(value))).toEqual({ code: 'change_item_invalid', details: { path } });
  });
});

/** Random edits of leaves, each on a place of its own. */
const edits = fc.uniqueArray(
  fc.oneof(
    fc
      .record({
        path: fc.constantFrom(
          'name',
          'field',
          'implementingAgency',
          'steps/b1/text',
          'steps/b3/text',
          'results/kq1/name',
          'dossier/th1/case',
          'dossier/th1/items/gt1/name',
          'conditions/dk1/text',
        ),
        text: fc.stringMatching(/^[a-zđêôơư]{2,12}$/u),
      })
      .map(({ path, text }): ChangeOp => ({ path, op: 'replace', after: `mới ${text}` })),
    fc
      .record({ path: fc.constantFrom('channels/online/duration', 'channels/inPerson/duration'), days: fc.integer({ min: 6, max: 60 }) })
      .map(({ path, days }): ChangeOp => ({ path, op: 'replace', after: workingDays(days) })),
    fc
      .record({ path: fc.constantFrom('channels/online/fee', 'channels/inPerson/fee'), fee: fc.integer({ min: 1_000, max: 9_000_000 }) })
      .map(({ path, fee }): ChangeOp => ({ path, op: 'replace', after: dong(fee) })),
    fc.constantFrom('steps/b2', 'dossier/th1/items/gt2', 'dossier/th1/items/gt3', 'legalBasis/cc1').map((path): ChangeOp => ({ path, op: 'remove' })),
    fc.integer({ min: 10, max: 15 }).map((id): ChangeOp => ({
      path: `dossier/th1/items/gt${id}`,
      op: 'add',
      after: { name: `Giấy ${id}`, originals: 1, copies: 0, kind: null, form: null },
    })),
  ),
  { selector: ({ path }) => path, minLength: 1, maxLength: 8 },
);

test('applying operations and comparing shows exactly these operations', () => {
  const words = { replace: 'changed', remove: 'removed', add: 'added' } as const;
  fc.assert(
    fc.property(edits, (ops) => {
      const before = aProcedure();
      const { changes } = compareContents(before, applyChangeItems(before, [item('merge', ops)]));
      expect(changes.map(({ path, change }) => `${path} ${change}`).toSorted()).toEqual(ops.map(({ path, op }) => `${path} ${words[op]}`).toSorted());
    }),
    { seed: 20_261_125, numRuns: 300 },
  );
});

test('a next version is still a well-formed content', () => {
  fc.assert(
    fc.property(edits, (ops) => {
      const after = applyChangeItems(aProcedure(), [item('merge', ops)]);
      expect(readContent(JSON.parse(JSON.stringify(after)))).toEqual({ content: after });
    }),
    { seed: 20_261_126, numRuns: 100 },
  );
});

test('generated procedures are well formed, distinct and the same for one seed', () => {
  const some = generateProcedures(400, 7);
  expect(new Set(some.map(({ code }) => code)).size).toBe(400);
  expect(generateProcedures(400, 7)).toEqual(some);
  expect(generateProcedures(3, 8)).not.toEqual(some.slice(0, 3));
  for (const content of some) expect(readContent(content)).toEqual({ content });
});
