import { readContent, type ShapeProblem } from '../../../../domain/procedure/content-shape.js';
import { emptyContent, missingParts, paperCount, searchTextOf } from '../../../../domain/procedure/procedure.js';
import { aProcedure } from '../../../support/procedures.js';

const problems = (value: unknown): readonly ShapeProblem[] => {
  const read = readContent(value);
  if ('content' in read) throw new Error('the content was accepted');
  return read.problems;
};

test('a content survives the way through JSON', () => {
  expect(readContent(JSON.parse(JSON.stringify(aProcedure())))).toEqual({ content: aProcedure() });
});

test('code and name alone are enough; the rest is empty', () => {
  expect(readContent({ code: '1.004194', name: 'Đăng ký tạm trú' })).toEqual({ content: emptyContent('1.004194', 'Đăng ký tạm trú') });
});

test('rows written without ids get ids that no other row uses', () => {
  const read = readContent({ code: '1.004194', name: 'x', steps: [{ text: 'một' }, { id: 'b1', text: 'hai' }, { text: 'ba' }] });
  expect('content' in read && read.content.steps.map(({ id }) => id)).toEqual(['b2', 'b1', 'b3']);
});

test('decomposed text is stored composed', () => {
  const read = readContent({ code: '1.004194', name: 'Đăng ký tạm trú'.normalize('NFD') });
  expect('content' in read && read.content.name).toBe('Đăng ký tạm trú'.normalize('NFC'));
});

test.each<[string, unknown, string, string]>([
  ['no record', 'x', '', 'content_field_wrong'],
  ['a list instead of a record', [], '', 'content_field_wrong'],
  ['no code', { name: 'x' }, 'code', 'content_field_missing'],
  ['a code of another form', { code: 'KQ.G15', name: 'x' }, 'code', 'content_field_wrong'],
  ['a code as number', { code: 1.00201, name: 'x' }, 'code', 'content_field_wrong'],
  ['an empty name', { code: '1.004194', name: '' }, 'name', 'content_field_missing'],
  ['a misspelt field', { code: '1.004194', name: 'x', chanels: [] }, 'chanels', 'content_field_unknown'],
  ['a key out of the prototype', JSON.parse('{"code":"1.004194","name":"x","__proto__":{"a":1}}'), '__proto__', 'content_field_unknown'],
  ['a district level', { code: '1.004194', name: 'x', levels: ['district'] }, 'levels/0', 'content_field_wrong'],
  ['a step that is no record', { code: '1.004194', name: 'x', steps: ['một'] }, 'steps/0', 'content_field_wrong'],
  [
    'one id twice',
    {
      code: '1.004194',
      name: 'x',
      steps: [
        { id: 'b1', text: 'a' },
        { id: 'b1', text: 'b' },
      ],
    },
    'steps/b1',
    'content_id_repeated',
  ],
  ['an id with a slash', { code: '1.004194', name: 'x', steps: [{ id: 'b/1', text: 'a' }] }, 'steps/0/id', 'content_field_wrong'],
  [
    'minus one original',
    { code: '1.004194', name: 'x', dossier: [{ case: 'chung', items: [{ name: 'a', originals: -1 }] }] },
    'dossier/th1/items/gt1/originals',
    'content_field_wrong',
  ],
  [
    'half an original',
    { code: '1.004194', name: 'x', dossier: [{ case: 'chung', items: [{ name: 'a', originals: 0.5 }] }] },
    'dossier/th1/items/gt1/originals',
    'content_field_wrong',
  ],
  [
    'a limit as number',
    { code: '1.004194', name: 'x', channels: [{ channel: 'online', duration: { value: 3, unit: 'days', published: '3' } }] },
    'channels/ct1/duration/value',
    'content_field_wrong',
  ],
  [
    'đồng beyond exact integers',
    { code: '1.004194', name: 'x', channels: [{ channel: 'online', fee: { amountDong: 1e17, currency: 'VND', amount: '1', published: 'x' } }] },
    'channels/ct1/fee/amountDong',
    'content_field_wrong',
  ],
  ['a NUL in the text', { code: '1.004194', name: 'a\u0000b' }, 'name', 'content_control_character'],
  ['half a surrogate pair', { code: '1.004194', name: 'a\ud800b' }, 'name', 'content_control_character'],
  ['a name beyond all measure', { code: '1.004194', name: 'x'.repeat(2_001) }, 'name', 'content_too_long'],
  ['five hundred and one steps', { code: '1.004194', name: 'x', steps: Array.from({ length: 501 }, () => ({ text: 'a' })) }, 'steps', 'content_too_many'],
])('%s is named at its place', (_what, value, path, code) => {
  expect(problems(value).map((problem) => `${problem.path}: ${problem.code}`)).toContain(`${path}: ${code}`);
});

test('all problems are listed, not only the first', () => {
  expect(problems({ code: 'x', name: '', abolished: 'no', levels: 'xã' })).toHaveLength(4);
});

test('the seven mandatory parts are asked for, the conditional ones never', () => {
  expect(missingParts(emptyContent('1.004194', 'x'))).toEqual(['steps', 'channels', 'dossier', 'duration', 'applicants', 'implementingAgency']);
  expect(missingParts(aProcedure({ results: [], conditions: [], legalBasis: [] }))).toEqual([]);
});

test('papers are counted over all cases, remarks left out', () => {
  const group = aProcedure().dossier[0];
  if (!group) throw new Error('one case expected');
  const remark = { id: 'gt9', name: 'Lưu ý', originals: 0, copies: 0, kind: null, form: null };
  expect(paperCount(aProcedure({ dossier: [group, { id: 'th2', case: 'ủy quyền', items: [remark, { ...remark, id: 'gt1', copies: 1 }] }] }))).toBe(4);
});

test('a procedure is found without accents, by code, field and agency', () => {
  expect(searchTextOf(aProcedure())).toBe('1.001193 thu tuc dang ky khai sinh ho tich uy ban nhan dan cap xa uy ban nhan dan cap xa');
});
