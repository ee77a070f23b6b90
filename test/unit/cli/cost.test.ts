import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { z } from 'zod';
import { registerCost, type CostIo } from '../../../cli/cost.js';
import { scmCase, scmCases } from '../../support/cost/scm-fixtures.js';

const ROOT = join(__dirname, '..', '..', '..');
const schema = (name: string) => z.fromJSONSchema(JSON.parse(readFileSync(join(ROOT, 'docs/schemas', name), 'utf8')) as Parameters<typeof z.fromJSONSchema>[0]);

/** Runs `tinhgon cost …` on files that exist in memory only. */
async function run(
  files: Readonly<Record<string, unknown>>,
  ...argv: readonly string[]
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  let [code, out, err] = [0, '', ''];
  const io: CostIo = {
    read: async (file) => {
      if (!(file in files)) throw new Error('ENOENT');
      return typeof files[file] === 'string' ? files[file] : JSON.stringify(files[file]);
    },
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    exit: (value) => {
      code = value;
    },
  };
  const program = new Command('tinhgon').exitOverride();
  registerCost(program, io);
  await program.parseAsync(['cost', ...argv], { from: 'user' });
  return { code, out, err };
}

const block = (name: 'before' | 'after') => ({
  ...scmCase('calc-vn-form'),
  expected: undefined,
  inputs: { hourlyRate: '43750', before: scmCase('calc-vn-form').inputs[name] },
});

describe('tinhgon cost compute', () => {
  it('computes every worked case in one file and answers by the schema of its results', async () => {
    expect(schema('cost-case.schema.json').safeParse(scmCases)).toMatchObject({ success: true });
    const { code, out, err } = await run({ 'cases.json': scmCases }, 'compute', 'cases.json', '--json');
    expect([code, err]).toEqual([0, '']);
    const results = JSON.parse(out) as { id: string; exact: unknown; presented: { value: string }[] }[];
    expect(schema('cost-result.schema.json').safeParse(results)).toMatchObject({ success: true });
    expect(results.map((result) => result.id)).toEqual(scmCases.map((one) => one.id));
    results.forEach((result, index) => expect(result.exact).toEqual(scmCases[index]?.expected.exact));
  });

  it('answers in the shape of the file: one case, a list, an object with cases', async () => {
    const one = scmCase('au-rbm-rate');
    const shape = async (file: unknown): Promise<unknown> => JSON.parse((await run({ f: file }, 'compute', 'f', '--json')).out);
    expect(await shape(one)).toMatchObject({ id: 'au-rbm-rate', kind: 'rate' });
    expect(await shape([one])).toMatchObject([{ id: 'au-rbm-rate' }]);
    expect(await shape({ cases: [one] })).toMatchObject({ cases: [{ id: 'au-rbm-rate' }] });
  });

  it('names the case that is wrong, computes the others and ends with 2', async () => {
    const { code, out, err } = await run(
      { f: [scmCase('au-rbm-rate'), { id: 'bad', kind: 'rate', inputs: { derive: 'x' } }] },
      'compute',
      'f',
      '--json',
      '--lang',
      'en',
    );
    const results = JSON.parse(out) as unknown[];
    expect(schema('cost-result.schema.json').safeParse(results)).toMatchObject({ success: true });
    expect(results).toMatchObject([{ id: 'au-rbm-rate' }, { id: 'bad', error: { code: 'cost_bad_number', path: '[1].inputs.derive' } }]);
    expect([code, err]).toEqual([
      2,
      'bad: This is not a number. Write a plain number such as 12.5 or a fraction such as 85/29. [cost_bad_number, [1].inputs.derive]\n',
    ]);
  });

  it('prints for people in Vietnamese, on request in English', async () => {
    const files = { f: scmCase('au-rbm-rate') };
    expect((await run(files, 'compute', 'f')).out).toContain('  costAtFrozen: 4.393.920\n');
    expect((await run(files, 'compute', 'f', '--lang', 'en')).out).toContain('  costAtFrozen: 4,393,920\n');
  });

  it('rounds the whole run by one policy, and refuses an unknown one', async () => {
    const files = { f: scmCase('us-1625-0060') };
    const value = async (...policy: readonly string[]): Promise<unknown> =>
      (JSON.parse((await run(files, 'compute', 'f', '--json', ...policy)).out) as { presented: { value: string }[] }).presented[8]?.value;
    expect([await value(), await value('--policy', 'exactLate')]).toEqual(['304265', '304231']);
    const refused = await run(files, 'compute', 'f', '--policy', 'nearest');
    expect([refused.code, refused.out]).toEqual([2, '']);
    expect(refused.err).toContain('cost_unknown_policy');
  });

  it('says what to do about a file that is missing or no JSON', async () => {
    expect(await run({}, 'compute', 'f')).toEqual({ code: 2, out: '', err: 'Không đọc được tệp f. Kiểm tra đường dẫn.\n' });
    expect((await run({ f: '{' }, 'compute', 'f', '--lang', 'en')).err).toContain('f is not JSON');
  });
});

describe('tinhgon cost explain', () => {
  it('traces a figure down to its inputs', async () => {
    const { out, code } = await run({ f: scmCase('calc-vn-form') }, 'explain', 'f', 'before.rows.5.year');
    expect(code).toBe(0);
    expect(out.split('\n').slice(0, 3)).toEqual([
      'before.lines.5 “báo cáo”: 448.000.000  (tổng của)',
      '  before.lines.5.labour: 448.000.000  (tích của)',
      '    before.lines.5.population: 3.200  [giả định]',
    ]);
  });

  it('chooses a case of a file, and gives the tree as JSON', async () => {
    const { out } = await run({ f: scmCases }, 'explain', 'f', 'lines.r.total', '--case', 'de-21-3544-stba', '--json');
    expect(JSON.parse(out)).toMatchObject({
      path: 'before.lines.r',
      value: '7258212',
      children: [{ op: 'product', value: '3985696' }, { value: '850016' }, { value: '2422500' }],
    });
  });

  it('refuses a path without a figure', async () => {
    const { code, err } = await run({ f: scmCase('calc-vn-form') }, 'explain', 'f', 'nowhere', '--lang', 'en');
    expect([code, err]).toEqual([2, 'There is no figure at this path. Choose a path of the result. [cost_bad_path, nowhere]\n']);
  });
});

describe('tinhgon cost compare', () => {
  it('compares two files with saving, percent, causes and the part to be questioned', async () => {
    const { code, out, err } = await run({ b: block('before'), a: block('after') }, 'compare', 'b', 'a', '--json', '--lang', 'en');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      concept: 'vnCompliance',
      total: { before: '2966400000', after: '677000000', change: '-2289400000' },
      saving: '2289400000',
      percent: { exact: '286175/3708', shown: '77.18' },
      noClaim: [],
      gaming: { flagged: '112000000', real: '2177400000' },
    });
    expect(err).toContain('[volumeJump, after.lines.4.cases]');
  });

  it('says why there is no percent', async () => {
    const dearer = { ...block('after'), inputs: { ...block('after').inputs, hourlyRate: '50000' } };
    const { out } = await run({ b: block('before'), a: dearer }, 'compare', 'b', 'a');
    expect(out).toContain('Tiết kiệm: không tính được (vì mixedRates)\n');
  });

  it('refuses a file that is no cost document', async () => {
    const { code, err } = await run({ b: block('before'), a: {} }, 'compare', 'b', 'a', '--lang', 'en');
    expect([code, err]).toEqual([2, 'The cost document has the wrong structure. Correct it at the path given. [cost_bad_document, schema]\n']);
  });
});

describe('the schemas', () => {
  it.each([
    ['a number that is no text', { id: 'x', kind: 'bau-floor', inputs: { today: 1000, share: '0.25', reformed: [] } }],
    ['a line without cases', { id: 'x', kind: 'lines', inputs: { lines: [{ id: 'l', labour: [] }] } }],
    ['labour without a rate', { id: 'x', kind: 'lines', inputs: { lines: [{ id: 'l', cases: '1', labour: [{ hours: '1' }] }] } }],
    ['an unknown kind', { id: 'x', kind: 'magic', inputs: {} }],
    ['a grouped number', { id: 'x', kind: 'rate', inputs: { derive: '1.250.000' } }],
  ])('refuse %s', (_, document) => {
    expect(schema('cost-case.schema.json').safeParse(document).success).toBe(false);
  });

  it('stand beside every restated case', () => {
    for (const file of readdirSync(join(ROOT, 'test/support/fixtures/scm'))) {
      expect([
        file,
        schema('cost-case.schema.json').safeParse(JSON.parse(readFileSync(join(ROOT, 'test/support/fixtures/scm', file), 'utf8'))).success,
      ]).toEqual([file, true]);
    }
  });
});
