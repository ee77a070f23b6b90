import { advanceBody } from '../../../api/schemas/board.schema.js';
import { launchBody } from '../../../api/schemas/campaign.schema.js';
import { importQuery, procedureListQuery } from '../../../api/schemas/procedure.schema.js';
import { proposalBody } from '../../../api/schemas/proposal.schema.js';
import { reviewListQuery } from '../../../api/schemas/review.schema.js';
import { signInBody } from '../../../api/schemas/session.schema.js';
import { decisionBody, taskListQuery } from '../../../api/schemas/task.schema.js';

const DIGEST = 'a'.repeat(64);
const decision = { verdict: 'approve', comment: '', contentDigest: DIGEST };

describe('a decision', () => {
  it('is taken with a verdict, a digest and perhaps a comment', () => {
    expect(decisionBody.parse({ verdict: 'approve', contentDigest: DIGEST })).toEqual(decision);
  });

  it('brings its comment into NFC and trims it', () => {
    const nfd = ' Đồng ý\u0309 '.normalize('NFD');
    expect(decisionBody.parse({ ...decision, comment: nfd }).comment).toBe(nfd.normalize('NFC').trim());
  });

  it.each([
    ['an unknown verdict', { ...decision, verdict: 'maybe' }],
    ['a verdict in other letters', { ...decision, verdict: 'Approve' }],
    ['a digest that is none', { ...decision, contentDigest: 'A'.repeat(64) }],
    ['a digest too short', { ...decision, contentDigest: DIGEST.slice(1) }],
    ['a comment too long', { ...decision, comment: 'x'.repeat(4001) }],
    ['a comment with a control character', { ...decision, comment: 'a\u0007b' }],
    ['a comment with half a surrogate pair', { ...decision, comment: 'a\uD800b' }],
    ['somebody else named as the actor', { ...decision, actor: 'psn_1' }],
    ['a time of its own', { ...decision, receivedAt: '2026-01-01T00:00:00Z' }],
    ['no body', undefined],
    ['a list', [decision]],
  ])('is refused with %s', (_name, body) => {
    expect(decisionBody.safeParse(body).success).toBe(false);
  });

  it('does not take a prototype for a field', () => {
    expect(decisionBody.safeParse(JSON.parse(`{"verdict":"approve","contentDigest":"${DIGEST}","__proto__":{"admin":true}}`)).success).toBe(false);
  });
});

describe('lists', () => {
  it('take plain ASCII digits for numbers, within bounds', () => {
    expect(taskListQuery.parse({ limit: '100' }).limit).toBe(100);
    for (const limit of ['0', '101', '-1', '1e1', '0x10', ' 5', '5.0', '５', '', '99999999999'])
      expect([limit, taskListQuery.safeParse({ limit }).success]).toEqual([limit, false]);
  });

  it('refuse a parameter given twice', () => {
    expect(taskListQuery.safeParse({ box: ['todo', 'done'] }).success).toBe(false);
  });

  it('read a comma as "or" over a closed list', () => {
    expect(reviewListQuery.parse({ status: 'open,approved' }).status).toEqual(['open', 'approved']);
    expect(reviewListQuery.safeParse({ status: 'open,closed' }).success).toBe(false);
    expect(reviewListQuery.safeParse({ status: '' }).success).toBe(false);
  });

  it('bring a search into NFC and cap it', () => {
    expect(procedureListQuery.parse({ q: 'đăng ký'.normalize('NFD') }).q).toBe('đăng ký'.normalize('NFC'));
    expect(procedureListQuery.safeParse({ q: 'x'.repeat(201) }).success).toBe(false);
  });

  it('take true and false only for a switch', () => {
    expect(importQuery.parse({ dryRun: 'true' }).dryRun).toBe(true);
    expect(importQuery.safeParse({ dryRun: '1' }).success).toBe(false);
  });
});

describe('signing in', () => {
  it('keeps the password as it was typed', () => {
    expect(signInBody.parse({ login: ' Head@So-Y-Te ', password: ' p ' })).toEqual({ login: 'Head@So-Y-Te', password: ' p ' });
  });

  it.each([
    ['no login', { login: ' ', password: 'x' }],
    ['no password', { login: 'a', password: '' }],
    ['a huge password', { login: 'a', password: 'x'.repeat(257) }],
  ])('is refused with %s', (_name, body) => {
    expect(signInBody.safeParse(body).success).toBe(false);
  });
});

describe('a launch', () => {
  const plan = { name: 'Đợt 1', planYear: 2026, basis: 'a', basisDocument: 'QĐ 1/QĐ-UBND' };

  it('names its procedures, or all of them, never both and never neither', () => {
    expect(launchBody.parse({ ...plan, all: true }).routeKey).toBe('provincialReview');
    expect(launchBody.safeParse({ ...plan, procedureCodes: ['1.004194'] }).success).toBe(true);
    expect(launchBody.safeParse({ ...plan, procedureCodes: ['1.004194'], all: true }).success).toBe(false);
    expect(launchBody.safeParse(plan).success).toBe(false);
    expect(launchBody.safeParse({ ...plan, all: false }).success).toBe(false);
  });

  it.each([
    ['a year as text', { planYear: '2026' }],
    ['a year out of range', { planYear: 1999 }],
    ['an unknown basis', { basis: 'd' }],
    ['no name', { name: '  ' }],
    ['no procedures', { procedureCodes: [] }],
  ])('is refused with %s', (_name, part) => {
    expect(launchBody.safeParse({ ...plan, all: part && 'procedureCodes' in part ? undefined : true, ...part }).success).toBe(false);
  });
});

describe('the test clock', () => {
  it('moves forward by whole days or hours', () => {
    expect(advanceBody.parse({ workingDays: 3 })).toEqual({ workingDays: 3, hours: 0 });
    for (const body of [{}, { workingDays: 0 }, { workingDays: -1 }, { workingDays: 1.5 }, { workingDays: '3' }, { hours: 721 }])
      expect(advanceBody.safeParse(body).success).toBe(false);
  });
});

describe('a proposal', () => {
  const item = {
    id: 'i1',
    type: 'dropPaper',
    track: 'province',
    reason: { criterion: 'necessity', text: 'Đã có trong cơ sở dữ liệu' },
    targetProvision: null,
    ops: [{ op: 'remove', path: 'dossier/c1/items/p1' }],
    costLines: [],
  };
  const sheet = {
    schema: 'tinhgon.vn-sheet/1',
    hourlyIncome: { value: '55000' },
    rows: [{ id: 'r1', group: 'prepare', task: 'Chuẩn bị', hours: '4', service: '0', fees: '100000', timesPerYear: '1', subjectsPerYear: '1200' }],
  };
  const body = { items: [item], effectiveOn: '2027-01-01', cost: { before: sheet, after: null }, note: '' };

  it('is taken with items, a day, sheets and a note', () => {
    expect(proposalBody.parse(body)).toEqual(body);
  });

  it('takes a cell as a number, with a source, as missing, or as blank', () => {
    for (const hours of ['1/3', { value: '4', source: 's1' }, { state: 'unknown' }, { state: 'negligible', reason: 'rất nhỏ' }, null]) {
      expect([hours, proposalBody.safeParse({ ...body, cost: { before: { ...sheet, rows: [{ ...sheet.rows[0], hours }] }, after: null } }).success]).toEqual([
        hours,
        true,
      ]);
    }
  });

  it.each([
    ['a day that does not exist', { effectiveOn: '2027-02-30' }],
    ['a day in another form', { effectiveOn: '01/01/2027' }],
    ['two items of one id', { items: [item, item] }],
    ['an operation without a value', { items: [{ ...item, ops: [{ op: 'replace', path: 'name' }] }] }],
    ['an operation of another kind', { items: [{ ...item, ops: [{ op: 'move', path: 'name' }] }] }],
    ['a fraction in a value', { items: [{ ...item, ops: [{ op: 'replace', path: 'name', after: 0.1 }] }] }],
    ['a value nested too deep', { items: [{ ...item, ops: [{ op: 'replace', path: 'name', after: JSON.parse(`${'['.repeat(20)}${']'.repeat(20)}`) }] }] }],
    ['a number typed as a number', { cost: { before: { ...sheet, hourlyIncome: { value: 55000 } }, after: null } }],
    ['an unknown row group', { cost: { before: { ...sheet, rows: [{ ...sheet.rows[0], group: 'misc' }] }, after: null } }],
    ['two rows of one id', { cost: { before: { ...sheet, rows: [sheet.rows[0], sheet.rows[0]] }, after: null } }],
    ['another form of sheet', { cost: { before: { ...sheet, schema: 'other/1' }, after: null } }],
    ['an unknown field', { author: 'psn_1' }],
    ['no cost at all', { cost: undefined }],
  ])('is refused with %s', (_name, part) => {
    expect(proposalBody.safeParse({ ...body, ...part }).success).toBe(false);
  });
});
