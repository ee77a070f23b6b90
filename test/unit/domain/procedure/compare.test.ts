import fc from 'fast-check';
import { compareContents } from '../../../../domain/procedure/compare.js';
import { CONTENT_FIELDS } from '../../../../domain/procedure/content-shape.js';
import type { ProcedureContent } from '../../../../domain/procedure/procedure.js';
import { aProcedure, channel, dong, generateProcedures, workingDays } from '../../../support/procedures.js';

const items = (content: ProcedureContent): ProcedureContent['dossier'][number]['items'] => content.dossier[0]?.items ?? [];
const withItems = (content: ProcedureContent, papers: ProcedureContent['dossier'][number]['items']): ProcedureContent => ({
  ...content,
  dossier: [{ id: 'th1', case: 'Giấy tờ phải nộp', items: papers }],
});

test('a version against itself shows no change and every field as unchanged', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), (seed) => {
      const content = generateProcedures(1, seed)[0] as ProcedureContent;
      const diff = compareContents(content, content);
      expect(diff.changes).toEqual([]);
      expect(diff.unchanged.map(({ field }) => field)).toEqual(Object.keys(CONTENT_FIELDS));
    }),
    { seed: 20_261_125, numRuns: 50 },
  );
});

test('a version after the way through JSON and in another normal form is the same version', () => {
  const content = aProcedure();
  const decomposed = JSON.parse(JSON.stringify(content).normalize('NFD')) as ProcedureContent;
  expect(compareContents(content, decomposed).changes).toEqual([]);
});

test('one changed word of a step is marked as one word, with its place in words', () => {
  const after = aProcedure({
    steps: aProcedure().steps.map((step) => (step.id === 'b2' ? { ...step, text: 'Công chức tư pháp - hộ tịch kiểm tra, ghi sổ' } : step)),
  });
  const [diff, ...rest] = compareContents(aProcedure(), after).changes;
  expect(rest).toEqual([]);
  expect(diff).toMatchObject({ path: 'steps/b2/text', field: 'steps', change: 'changed' });
  expect(diff?.label.vi).toBe('Trình tự thực hiện › Công chức tư pháp - hộ tịch thẩm tra, ghi sổ › Nội dung bước');
  expect(diff?.words.filter(({ mark }) => mark !== 'same')).toEqual([
    { mark: 'del', text: 'thẩm' },
    { mark: 'ins', text: 'kiểm' },
  ]);
});

test('list rows are told apart by id: removed, added, changed and moved', () => {
  const before = aProcedure();
  const [first, second, third] = items(before);
  if (!first || !second || !third) throw new Error('three papers expected');
  const added = { ...first, id: 'gt7', name: 'Đơn đề nghị' };
  const { changes } = compareContents(before, withItems(before, [{ ...third, copies: 2 }, first, added]));
  expect(changes.map(({ path, change }) => `${path} ${change}`)).toEqual([
    'dossier/th1/items/gt2 removed',
    'dossier/th1/items/gt3/copies changed',
    'dossier/th1/items/gt1 moved',
    'dossier/th1/items/gt7 added',
  ]);
});

test('one row carried to the front is one move, not three', () => {
  const before = aProcedure();
  const papers = items(before);
  const { changes } = compareContents(before, withItems(before, [papers[2], papers[0], papers[1]] as ProcedureContent['dossier'][number]['items']));
  expect(changes.map(({ path, change, beforeText, afterText }) => [path, change, beforeText?.vi, afterText?.vi])).toEqual([
    ['dossier/th1/items/gt3', 'moved', 'vị trí 3', 'vị trí 1'],
  ]);
});

test('changes stand in the portal’s order whatever was touched first', () => {
  const after = aProcedure({ description: 'Mô tả mới', name: 'Tên mới', channels: [channel('online', 1, 0), channel('inPerson', 5, 0)] });
  expect(compareContents(aProcedure(), after).changes.map(({ field }) => field)).toEqual(['name', 'channels', 'description']);
});

test('limits and fees are shown as people read them', () => {
  const after = aProcedure({ channels: [channel('online', 1, 0), { ...channel('inPerson', 5, 0), fee: dong(20_000) }] });
  const texts = compareContents(aProcedure(), after).changes.map(({ path, beforeText, afterText }) => [path, beforeText?.vi, afterText?.vi, afterText?.en]);
  expect(texts).toEqual([
    ['channels/online/duration', '5 ngày làm việc', '1 ngày làm việc', '1 working days'],
    ['channels/inPerson/fee', 'Miễn phí', '20000 đồng', '20000 đồng'],
  ]);
});

test('a limit whose published words alone changed still shows what changed', () => {
  const republished = { ...workingDays(5), published: '05 Ngày làm việc' };
  const after = aProcedure({ channels: [{ ...channel('online', 5, 0), duration: republished }, channel('inPerson', 5, 0)] });
  const [diff] = compareContents(aProcedure(), after).changes;
  expect(diff?.words.filter(({ mark }) => mark !== 'same').map(({ text }) => text)).toEqual(['5 ngày', '05 Ngày']);
});

test('the summary counts dropped papers, the slowest limit, the dearest fee and the fate of the procedure', () => {
  const before = aProcedure({ channels: [channel('online', 5, 100_000), channel('inPerson', 7, 150_000)] });
  const after: ProcedureContent = {
    ...withItems(before, items(before).slice(0, 1)),
    channels: [channel('online', 3, 0), channel('inPerson', 3, 50_000)],
    conditions: [],
  };
  expect(compareContents(before, after).summary).toEqual({
    papersBefore: 3,
    papersAfter: 1,
    papersDropped: 2,
    papersAdded: 0,
    stepsBefore: 3,
    stepsAfter: 3,
    conditionsDropped: 1,
    durationBefore: workingDays(7),
    durationAfter: workingDays(3),
    durationChanged: true,
    feeBeforeDong: 150_000,
    feeAfterDong: 50_000,
    feeChanged: true,
    abolished: false,
  });
  expect(compareContents(before, { ...before, abolished: true }).summary).toMatchObject({
    abolished: true,
    durationChanged: false,
    feeChanged: false,
    papersDropped: 0,
  });
});

test('a remark row of the dossier is no paper that could be dropped', () => {
  const remark = { id: 'gt8', name: 'Lưu ý khi nộp', originals: 0, copies: 0, kind: null, form: null };
  const before = withItems(aProcedure(), [...items(aProcedure()), remark]);
  expect(compareContents(before, aProcedure()).summary).toMatchObject({ papersBefore: 3, papersAfter: 3, papersDropped: 0 });
});
