import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { applyChangeItems, checkChangeItems } from '../../../domain/procedure/change-items.js';
import { compareContents } from '../../../domain/procedure/compare.js';
import { missingParts, type ProcedureContent } from '../../../domain/procedure/procedure.js';
import { qualityFlags } from '../../../domain/procedure/quality-gate.js';
import { readChangeItems } from '../../../domain/procedure/read-change-items.js';
import { fold } from '../../../domain/shared/fold.js';
import { ROLE_LABELS } from '../../../domain/shared/labels.js';
import { readProceduresFile } from '../../../reports/procedures.import.js';

const EXAMPLES = path.resolve(__dirname, '../../../examples');
const bytesOf = (file: string): Uint8Array => readFileSync(path.join(EXAMPLES, file));
const codes = readdirSync(path.join(EXAMPLES, 'procedures')).map((file) => file.replace(/\.json$/u, ''));

async function procedureOf(code: string): Promise<ProcedureContent> {
  const { drafts, problems } = await readProceduresFile(bytesOf(`procedures/${code}.json`), `${code}.json`);
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  const [draft] = drafts;
  if (!draft) throw new Error(`${code} gave no draft`);
  return draft.content;
}

/** What the gate finds in the published texts: the flags of the public records, nothing mended. */
const EXPECTED: Readonly<Record<string, readonly number[]>> = {
  '1.001193': [1, 7, 8, 10, 17, 20],
  '1.000656': [1, 5, 8, 17, 20],
  '1.004873': [1, 5, 7, 8, 10, 17, 20],
  '1.004222': [4, 17, 20],
  '1.004194': [4, 8, 17, 20],
  '1.001612': [2, 4, 7, 8, 10],
  '1.001266': [1, 5, 7, 8, 10],
  '1.011607': [7, 8, 10],
  '1.000703': [10, 13, 20],
  '2.001827': [6, 8, 10, 20],
  '1.013992': [5, 8],
  '2.001583': [4, 8, 10, 17, 20],
  '1.009664': [10, 11, 15],
  '1.001662': [8],
  '2.000815': [2, 4, 10, 14, 16],
  '1.000894': [1, 5, 8, 20],
  '1.004859': [1, 5, 7, 8, 10, 20],
  '1.002010': [6, 10, 16, 20],
  '2.002288': [10],
  '1.003677': [3, 13, 16],
  '1.004756': [10],
  '1.012784': [3, 5, 8],
  '1.012786': [3, 5, 8],
  '1.004363': [10, 20],
};

test('the demo has at least twenty procedures, each with what the gate must find', () => {
  expect(codes.length).toBeGreaterThanOrEqual(20);
  expect(Object.keys(EXPECTED).toSorted()).toEqual(codes.toSorted());
});

test.each(codes)('%s is complete enough to be reviewed and is flagged as published', async (code) => {
  const content = await procedureOf(code);
  expect(content.code).toBe(code);
  expect(qualityFlags(content).map(({ label }) => label)).toEqual(EXPECTED[code]);
  expect(missingParts(content).filter((part) => part !== 'implementingAgency' && part !== 'duration')).toEqual([]);
});

test.each(codes)('%s says where its facts come from', async (code) => {
  const { source } = await procedureOf(code);
  expect(source?.address).toMatch(/^https:\/\/dichvucong\.gov\.vn\/thu-tuc-hanh-chinh\/[0-9a-f-]{36}$/u);
  expect(source?.copy).toContain(code);
  expect(source?.certainty).toBe('V');
});

type Proposal = {
  readonly demo: boolean;
  readonly notice: string;
  readonly procedureCode: string;
  readonly body: {
    readonly items: unknown;
    readonly effectiveOn: string | null;
    readonly cost: Record<'before' | 'after', { readonly hourlyIncome: { readonly value: string }; readonly rows: readonly Record<string, string>[] }>;
  };
};
const proposalOf = (code: string): Proposal => JSON.parse(String(readFileSync(path.join(EXAMPLES, 'proposals', `${code}.json`)))) as Proposal;

describe.each(codes)('the demo proposal for %s', (code) => {
  const proposal = proposalOf(code);

  test('is marked as invented', () => {
    expect(proposal).toMatchObject({ demo: true, procedureCode: code });
    expect(fold(proposal.notice)).toContain('demo');
  });

  test('is lawful and changes the published version', async () => {
    const content = await procedureOf(code);
    const items = readChangeItems(proposal.body.items);
    expect(checkChangeItems(items).filter(({ severity }) => severity === 'error')).toEqual([]);
    const { changes } = compareContents(content, applyChangeItems(content, items));
    expect(changes.length).toBeGreaterThan(0);
    expect(changes.length).toBeLessThanOrEqual(items.flatMap(({ ops }) => ops).length);
  });

  test('has one hourly rate, paired rows and sources on both sides of its cost sheet', () => {
    const { before, after } = proposal.body.cost;
    expect(after.hourlyIncome).toEqual(before.hourlyIncome);
    expect(after.rows.map(({ id }) => id)).toEqual(before.rows.map(({ id }) => id));
    for (const row of [...before.rows, ...after.rows]) {
      expect(row['note']).toContain('Số liệu demo');
      for (const cell of ['hours', 'service', 'fees', 'timesPerYear', 'subjectsPerYear']) expect(row[cell]).toMatch(/^\d+(?:\.\d+)?$/u);
      expect(row['fees']).toMatch(/^\d+$/u);
    }
  });

  test('names cost rows that exist', () => {
    const rows = new Set(proposal.body.cost.before.rows.map(({ id }) => id));
    for (const { costLines } of readChangeItems(proposal.body.items)) for (const line of costLines) expect(rows.has(line)).toBe(true);
  });
});

test('the sample list gives four drafts and says which codes Excel had spoilt', async () => {
  const { drafts, problems, counts } = await readProceduresFile(bytesOf('procedures.sample.csv'), 'procedures.sample.csv');
  expect(drafts.map(({ content }) => content.code)).toEqual(['1.001193', '1.002010', '2.002288', '1.001662']);
  expect(counts).toEqual({ rows: 4, valid: 4, warned: 4, failed: 0, duplicates: 0 });
  expect(problems.filter(({ code }) => code === 'import_code_repaired').map(({ row }) => row)).toEqual([3, 4]);
  expect(drafts[0]?.facts.annualCases).toBe(9_600);
  expect(drafts[0]?.content.channels.map(({ id, duration }) => [id, duration?.value, duration?.unit])).toEqual([
    ['inPerson', '1', 'workingDays'],
    ['online', '1', 'workingDays'],
  ]);
});

type Demo = {
  readonly demo: boolean;
  readonly logins: readonly string[];
  readonly units: readonly { readonly code: string; readonly name: string; readonly kind: string; readonly parent: string | null }[];
  readonly people: readonly {
    readonly login: string;
    readonly honorific: string;
    readonly post: string;
    readonly email: string;
    readonly posts: readonly { readonly unit: string; readonly role: string }[];
  }[];
  readonly procedureOwners: Readonly<Record<string, string>>;
};

describe('the demo province', () => {
  const demo = JSON.parse(String(readFileSync(path.join(EXAMPLES, 'units.demo.json')))) as Demo;
  const unitCodes = demo.units.map(({ code }) => code);

  test('is one province with fourteen departments and six communes, no district', () => {
    expect(demo.demo).toBe(true);
    expect(demo.units.filter(({ kind }) => kind === 'department')).toHaveLength(14);
    expect(demo.units.filter(({ kind }) => kind === 'commune')).toHaveLength(6);
    expect(demo.units.filter(({ name }) => /huyện/iu.test(name))).toEqual([]);
    expect(new Set(unitCodes).size).toBe(unitCodes.length);
    for (const { parent } of demo.units) expect(parent === null || unitCodes.includes(parent)).toBe(true);
  });

  test('has a head for every unit that owns a procedure, and every procedure has an owner', () => {
    const heads = new Set(demo.people.flatMap(({ posts }) => posts.filter(({ role }) => role === 'unitHead').map(({ unit }) => unit)));
    expect(Object.keys(demo.procedureOwners).toSorted()).toEqual(codes.toSorted());
    for (const unit of Object.values(demo.procedureOwners)) expect(heads.has(unit)).toBe(true);
  });

  test('gives the five demo log-ins their posts, and nobody else’s mail', () => {
    const roleOf = Object.fromEntries(demo.people.map(({ login, posts }) => [login, posts[0]?.role]));
    expect(demo.logins.map((login) => roleOf[login])).toEqual(['appraiser', 'coordinator', 'unitHead', 'leader', 'admin']);
    const owned = demo.people.find(({ login }) => login === 'truongDonVi@demo')?.posts[0]?.unit;
    expect(Object.values(demo.procedureOwners).filter((unit) => unit === owned).length).toBeGreaterThanOrEqual(3);
    for (const { email, honorific, post, posts } of demo.people) {
      expect(email).toMatch(/@anthinh\.example$/u);
      expect(honorific).toMatch(/^(?:ông|bà)$/u);
      expect(post).not.toBe('');
      for (const { unit, role } of posts) expect([unitCodes.includes(unit), role in ROLE_LABELS]).toEqual([true, true]);
    }
  });

  test('has somebody in every role', () => {
    const roles = new Set(demo.people.flatMap(({ posts }) => posts.map(({ role }) => role)));
    expect([...roles].toSorted()).toEqual(Object.keys(ROLE_LABELS).toSorted());
  });
});
