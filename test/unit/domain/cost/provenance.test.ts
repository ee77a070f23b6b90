import { explainCase } from '../../../../domain/cost/cases/explain-case.js';
import { explain, treeLines, type Tree } from '../../../../domain/cost/explain.js';
import { measure } from '../../../../domain/cost/measure.js';
import { COST_MODEL_SCHEMA, type CostModel } from '../../../../domain/cost/model.js';
import { ZERO, numberText, parseNumber, sum } from '../../../../domain/cost/number.js';
import { assumptionShare, dependents } from '../../../../domain/cost/provenance.js';
import { readTidyRows, tidyRows } from '../../../../domain/cost/tidy.js';
import { restate, rowValue, tableOn, valueOfSources, freezeRate, type Table } from '../../../../domain/cost/tariff.js';
import { houseTotals, methodNote } from '../../../../domain/cost/views/house.js';
import { auTable } from '../../../../domain/cost/views/au.js';
import { deTable } from '../../../../domain/cost/views/de.js';
import { usTable } from '../../../../domain/cost/views/us.js';
import { compare } from '../../../../domain/cost/compare.js';
import type { LocalDate } from '../../../../domain/shared/instant.js';
import { aLine, aModel } from '../../../support/cost/models.js';
import { scmCase } from '../../../support/cost/scm-fixtures.js';

const number = (text: string) => parseNumber(text, 'test');
const day = (text: string): LocalDate => text as LocalDate;

const sourced: CostModel = {
  schema: COST_MODEL_SCHEMA,
  id: 'm',
  currency: 'VND',
  sources: [
    { id: 'register', kind: 'register', document: 'Cổng Dịch vụ công', locator: 'năm 2025' },
    { id: 'law', kind: 'law', document: 'Thông tư 85/2019/TT-BTC' },
    { id: 'guess', kind: 'assumption' },
  ],
  before: {
    tariffs: { applicant: { rate: { value: '50000', source: 'register' }, tableId: 'income', vintage: '2025', row: 'national' } },
    lines: [
      {
        id: 'a',
        label: 'đơn',
        cases: { value: '100', source: 'register', derivation: { mul: ['50', '2'] } },
        labour: [{ role: 'applicant', hours: { value: '2', source: 'guess' } }],
        feePerCase: { value: '30000', source: 'law' },
      },
      { id: 'b', cases: { value: '10', source: 'register' }, feePerCase: { value: '1000', source: 'law' } },
    ],
  },
};
const leaves = (tree: Tree): readonly Tree[] => (tree.op === 'input' ? [tree] : tree.children.flatMap(leaves));

describe('from any total down to its sources', () => {
  it('every input of the total stands in the tree with its source', () => {
    const tree = explain(sourced, 'before.total', 'vnCompliance');
    expect(tree.value).toBe('13010000');
    expect([...new Set(leaves(tree).map((leaf) => leaf.source?.document ?? leaf.source?.kind))]).toEqual([
      'Cổng Dịch vụ công',
      'assumption',
      'Thông tư 85/2019/TT-BTC',
    ]);
    expect(leaves(tree).find((leaf) => leaf.path.endsWith('cases'))?.note).toBe('= 50 × 2');
  });

  it('children add up to their parent', () => {
    const check = (tree: Tree): void => {
      if (tree.op === 'sum' && tree.children.length > 0)
        expect(numberText(sum(tree.children.map((child) => (child.value === null ? ZERO : number(child.value)))))).toBe(tree.value);
      tree.children.forEach(check);
    };
    check(explain(sourced, 'before.total', 'vnCompliance'));
    check(explain(sourced, 'before.hours', 'vnCompliance'));
  });

  it('reads in Vietnamese and English, gaps in words', () => {
    const gap = { ...sourced, before: { ...sourced.before, lines: [{ id: 'a', cases: '1', feePerCase: { state: 'unknown' as const } }] } };
    const lines = treeLines(explain(gap, 'before.total', 'vnCompliance'), 'vi');
    expect(lines[lines.length - 1]?.trim()).toBe('before.lines.a.feePerCase: chưa có số liệu  [giả định]');
    expect(treeLines(explain(sourced, 'before.lines.b.fees', 'vnCompliance'), 'en')[0]).toBe('before.lines.b.fees: 10,000  (sum of)');
  });

  it('refuses a path that names no figure', () => {
    expect(() => explain(sourced, 'before.lines.z')).toThrow('cost_bad_path');
    expect(() => explain(sourced, 'nowhere')).toThrow('cost_bad_path');
    expect(() => explain(sourced, 'before.lines.a.colour')).toThrow('cost_bad_path');
  });

  it('a saving is the difference of two trees', () => {
    const tree = explainCase(scmCase('calc-vn-form'));
    expect([tree.path, tree.op, tree.value, tree.children.map((child) => child.path)]).toEqual([
      'saving',
      'difference',
      '2289400000',
      ['before.total', 'after.total'],
    ]);
    expect(explainCase(scmCase('calc-vn-form'), 'before.rows.5.year').value).toBe('448000000');
    expect(explainCase(scmCase('de-21-3544-stba'), 'lines.r.total').value).toBe('7258212');
    expect(explainCase(scmCase('calc-decomposition'), 'hoursBefore').value).toBe('90000');
    expect(leaves(explainCase(scmCase('calc-annualise'), 'annuity0')).length).toBeGreaterThan(3);
  });

  it('replacing a source moves exactly the totals that rest on it', () => {
    const moved = dependents(sourced, 'law').map(({ path, amount }) => [path, numberText(amount)]);
    expect(moved).toEqual([
      ['before.lines.a.fees', '3000000'],
      ['before.lines.a.total', '3000000'],
      ['before.totals.recurring.fees', '3010000'],
      ['before.totals.recurring.total', '3010000'],
      ['before.lines.b.fees', '10000'],
      ['before.lines.b.total', '10000'],
    ]);
    expect(dependents(sourced, 'nobody')).toEqual([]);
  });

  it('states the share of money that rests on assumptions', () => {
    expect(numberText(assumptionShare(sourced, 'before', 'vnCompliance'))).toBe('1000/1301');
    expect(numberText(assumptionShare(aModel({ lines: [] }), 'before', 'burden'))).toBe('0');
  });
});

describe('dated tables', () => {
  const table = (vintage: string, value: string, validFrom: string, over: Partial<Table> = {}): Table => ({
    id: 'income',
    vintage,
    kind: 'hourlyIncome',
    scope: 'national',
    unit: 'money/h',
    rows: [{ key: 'national', value }],
    validFrom: day(validFrom),
    source: 's',
    certainty: 'unverified',
    enteredBy: 'a',
    approvedBy: 'b',
    ...over,
  });
  const tables = [
    table('2024', '48000', '2024-01-01', { validTo: day('2024-12-31') }),
    table('2025', '50000', '2025-01-01'),
    table('2026', '55000', '2026-01-01'),
    table('draft', '1', '2026-01-02', { approvedBy: undefined } as never),
  ];

  it('the approved vintage in force on a day holds', () => {
    expect(
      ['2023-12-31', '2024-12-31', '2025-06-01', '2026-03-01'].map((text) => tableOn(tables, 'hourlyIncome', 'national', day(text))?.vintage ?? null),
    ).toEqual([null, '2024', '2025', '2026']);
    expect(() => rowValue(tables[0] as Table, 'mars')).toThrow('cost_bad_path');
  });

  it('a restatement under another vintage is a new model beside the frozen one; the same vintage changes nothing', () => {
    expect(restate(sourced, tables[1] as Table)).toEqual(sourced);
    const restated = restate(sourced, tables[2] as Table);
    expect([numberText(measure(sourced, 'before').recurring.burden), numberText(measure(restated, 'before').recurring.burden)]).toEqual([
      '10000000',
      '11000000',
    ]);
    expect(restated.before.tariffs?.['applicant']?.vintage).toBe('2026');
    expect(restate(sourced, table('2026', '1', '2026-01-01', { id: 'other' }))).toEqual(sourced);
  });

  it('several sources give the lower-middle value, on request median or mean', () => {
    const values = ['30', '10', '20', '100'].map(number);
    expect(
      [valueOfSources(values), valueOfSources(values, 'median'), valueOfSources(values, 'mean'), valueOfSources(values.slice(0, 2))].map((value) =>
        numberText(value ?? ZERO),
      ),
    ).toEqual(['20', '25', '40', '10']);
    expect(valueOfSources([])).toBeNull();
    expect(numberText(freezeRate(number('91.5425'), 2))).toBe('91.54');
  });
});

describe('other views of one model', () => {
  const model = aModel(
    {
      tariffs: { c: { rate: null } },
      lines: [
        aLine('firm', { addressee: 'business', informationObligation: true, segment: 's' }),
        aLine('person', { addressee: 'citizen', labour: [{ role: 'c', hours: '3' }], cashPerCase: '200' }),
        aLine('files', { addressee: 'business', activity: 'recordkeeping', population: '50', cases: '60' }),
      ],
    },
    {
      tariffs: { c: { rate: null } },
      lines: [
        aLine('firm', { addressee: 'business', informationObligation: true, cases: '40', segment: 's' }),
        aLine('person', { addressee: 'citizen', labour: [{ role: 'c', hours: '1' }], cashPerCase: '50' }),
        aLine('files', { addressee: 'business', activity: 'recordkeeping', population: '50', cases: '60' }),
      ],
    },
  );
  const comparison = compare(model);

  it('Germany: citizens in hours and material, information obligations as a subset', () => {
    expect(deTable(comparison).map((row) => `${row.label} ${row.value} ${row.unit}`)).toEqual([
      'Bürgerinnen und Bürger: Zeitaufwand -200 Stunden',
      'Bürgerinnen und Bürger: Sachkosten -15 Tsd. VND',
      'Wirtschaft: jährlicher Erfüllungsaufwand -6000 Tsd. VND',
      'davon Informationspflichten -6000 Tsd. VND',
      'Wirtschaft: einmaliger Erfüllungsaufwand 0 Tsd. VND',
      'Verwaltung: jährlicher Erfüllungsaufwand 0 Tsd. VND',
      'Verwaltung: einmaliger Erfüllungsaufwand 0 Tsd. VND',
    ]);
  });

  it('Australia: sectors in millions, brackets for a reduction', () => {
    expect(auTable(comparison).cells.map((cell) => cell.change)).toEqual(['($6.0)', '$0', '$0.0', '($6.0)']);
  });

  it('United States: reporting apart from recordkeeping', () => {
    const table = usTable(comparison.before);
    expect([table.reporting.map((row) => row.id), table.recordkeeping.map((row) => [row.id, row.respondents, row.hours])]).toEqual([
      ['firm', 'person'],
      [['files', '50', '120']],
    ]);
  });

  it('house: concepts side by side with range, coverage and assumptions, and what is needed to recompute', () => {
    const [burden] = houseTotals(model, comparison);
    expect(burden).toMatchObject({
      concept: 'burden',
      change: '-6015000',
      range: { low: '6015000', high: '6015000', kind: 'corners' },
      assumptions: { before: '1', after: '1' },
    });
    expect(methodNote(sourced)).toMatchObject({
      tables: ['income 2025'],
      documents: ['assumption', 'law, Thông tư 85/2019/TT-BTC', 'register, Cổng Dịch vụ công, năm 2025'],
    });
  });

  it('the tidy table goes out and back unchanged, and a row without a unit is refused', () => {
    const rows = tidyRows(measure(sourced, 'before', { concept: 'vnCompliance' }));
    expect(readTidyRows(JSON.parse(JSON.stringify(rows)) as Record<string, unknown>[])).toEqual(rows);
    expect(rows.find((row) => row.line === 'a' && row.figure === 'fees')).toMatchObject({ value: '3000000', unit: 'VND/yr' });
    const { unit: _unit, ...rest } = rows[0] as { unit: string };
    expect(() => readTidyRows([rest])).toThrow('cost_missing_field');
  });
});
