import {
  ACCESS,
  isInScope,
  mayAnywhere,
  NOWHERE,
  OPERATIONS,
  operationsOf,
  scopeOf,
  type AccessPost,
  type Operation,
} from '../../../../domain/shared/access.js';
import { ROLES, type Role } from '../../../../domain/route/route.js';

const OWN = 'tinh/so-y-te/';
const RELATIONS = {
  own: OWN,
  child: 'tinh/so-y-te/chi-cuc-an-toan/',
  parent: 'tinh/',
  sibling: 'tinh/so-tu-phap/',
  lookalike: 'tinh/so-y-te-2/',
} as const;
const post = (role: Role, unitPath: string = OWN): AccessPost => ({ role, unitPath });

const READS_OF_WORK: readonly Operation[] = ['tasks.read', 'reviews.read', 'overdue.read'];
const WATCHERS: readonly Role[] = ['coordinator', 'appraiser', 'leader', 'auditor', 'admin'];
const BRANCH: readonly Role[] = ['officer', 'unitHead', 'consultee', 'finance'];

describe('the access table', () => {
  it('names only roles that exist, each with a reach that exists', () => {
    for (const operation of OPERATIONS) {
      for (const [role, reach] of Object.entries(ACCESS[operation])) {
        expect(ROLES).toContain(role);
        expect(['all', 'subtree']).toContain(reach);
      }
    }
    expect(OPERATIONS.length).toBeGreaterThanOrEqual(15);
  });

  it.each(READS_OF_WORK.flatMap((operation) => WATCHERS.map((role) => [operation, role] as const)))('%s: a %s sees the whole province', (operation, role) => {
    const scope = scopeOf(operation, [post(role)]);
    for (const path of Object.values(RELATIONS)) expect(isInScope(scope, path)).toBe(true);
  });

  it.each(READS_OF_WORK.flatMap((operation) => BRANCH.map((role) => [operation, role] as const)))(
    '%s: a %s sees the own unit with what lies below, nothing beside or above',
    (operation, role) => {
      const scope = scopeOf(operation, [post(role)]);
      expect(
        Object.entries(RELATIONS)
          .filter(([, path]) => isInScope(scope, path))
          .map(([name]) => name),
      ).toEqual(['own', 'child']);
    },
  );

  it('lets an auditor and an administrator read but never decide, revise, withdraw, launch or close', () => {
    for (const role of ['auditor', 'admin'] as const) {
      for (const operation of ['tasks.decide', 'proposals.revise', 'reviews.withdraw', 'campaigns.launch', 'campaigns.close'] as const) {
        expect(mayAnywhere(operation, [post(role)])).toBe(false);
      }
      expect(mayAnywhere('reviews.read', [post(role)])).toBe(true);
    }
  });

  it('lets only the coordinator launch and close a campaign', () => {
    for (const operation of ['campaigns.launch', 'campaigns.close'] as const) {
      expect(ROLES.filter((role) => mayAnywhere(operation, [post(role)]))).toEqual(['coordinator']);
    }
  });

  it('lets the coordinator withdraw any review and a head of unit those of the own branch', () => {
    expect(ROLES.filter((role) => mayAnywhere('reviews.withdraw', [post(role)]))).toEqual(['coordinator', 'unitHead']);
    expect(isInScope(scopeOf('reviews.withdraw', [post('unitHead')]), RELATIONS.sibling)).toBe(false);
  });

  it('lets the head and the officer of a unit revise proposals of their branch only', () => {
    for (const role of ['unitHead', 'officer'] as const) {
      const scope = scopeOf('proposals.revise', [post(role)]);
      expect(isInScope(scope, RELATIONS.own)).toBe(true);
      expect(isInScope(scope, RELATIONS.sibling)).toBe(false);
    }
  });

  it('gives nothing to somebody without a post', () => {
    expect(operationsOf([])).toEqual([]);
    expect(scopeOf('procedures.read', [])).toEqual(NOWHERE);
    expect(isInScope(NOWHERE, '')).toBe(false);
  });

  it('joins the branches of several posts and drops a branch that lies inside another', () => {
    const posts = [post('officer', RELATIONS.child), post('unitHead', OWN), post('consultee', RELATIONS.sibling)];
    expect(scopeOf('reviews.read', posts)).toEqual({ everywhere: false, paths: ['tinh/so-tu-phap/', OWN] });
  });

  it('lets the widest of several posts decide', () => {
    expect(scopeOf('reviews.read', [post('officer'), post('auditor')])).toEqual({ everywhere: true, paths: [] });
  });

  it('lists what somebody may do in the order of the table', () => {
    const can = operationsOf([post('unitHead')]);
    expect(can).toEqual(OPERATIONS.filter((operation) => can.includes(operation)));
    expect(can).toContain('tasks.decide');
    expect(can).not.toContain('campaigns.launch');
  });
});
