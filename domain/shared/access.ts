/**
 * Who may do what, how far from the own unit: one table of operation × role.
 * The API asks it before any query or command, the screens hide what it refuses. Whether a given task may be decided is
 * judged by the review's law (`domain/review/eligibility`), never here.
 */
import type { Role } from '../route/route.js';

/**
 * How far a role reaches: `all` the whole province, `subtree` the own unit with everything below it.
 * No entry = not at all.
 */
export type Reach = 'all' | 'subtree';

/**
 * A post somebody holds today, or fills for its holder (`standIn`). `unitPath` ends with a slash, so that a subtree is one
 * prefix.
 */
export type AccessPost = { readonly unitPath: string; readonly role: Role; readonly standIn?: boolean };

type Row = Readonly<Partial<Record<Role, Reach>>>;

const everyone: Row = {
  coordinator: 'all',
  appraiser: 'all',
  leader: 'all',
  auditor: 'all',
  admin: 'all',
  officer: 'all',
  unitHead: 'all',
  consultee: 'all',
  finance: 'all',
};

/** Those who watch over the whole province see all of it; people of a unit see their own branch. */
const watchersAndBranch: Row = {
  coordinator: 'all',
  appraiser: 'all',
  leader: 'all',
  auditor: 'all',
  admin: 'all',
  officer: 'subtree',
  unitHead: 'subtree',
  consultee: 'subtree',
  finance: 'subtree',
};

/** Those who work on reviews. Watching and doing are apart: auditor and admin are not among them. */
const workers: Row = { coordinator: 'all', appraiser: 'all', leader: 'all', officer: 'subtree', unitHead: 'subtree', consultee: 'subtree', finance: 'subtree' };

/**
 * The table. A procedure's published text is public information, so everybody reads it; work on it is seen by branch.
 * @policy separation of watching and doing: auditor and admin decide nothing
 */
export const ACCESS = {
  'tasks.read': watchersAndBranch,
  'tasks.decide': workers,
  'tasks.handle': workers,
  'comments.add': workers,
  'comments.answer': { coordinator: 'all', officer: 'subtree', unitHead: 'subtree' },
  'decisions.dispute': workers,
  'reviews.reopen': workers,
  'authority.read': watchersAndBranch,
  'authority.grant': everyone,
  'people.read': everyone,
  'posts.read': watchersAndBranch,
  'posts.give': { admin: 'all' },
  'accounts.manage': { admin: 'all' },
  'reviews.read': watchersAndBranch,
  'reviews.withdraw': { coordinator: 'all', unitHead: 'subtree' },
  'execution.read': watchersAndBranch,
  'execution.record': { coordinator: 'all', officer: 'subtree', unitHead: 'subtree' },
  'execution.giveUp': { coordinator: 'all' },
  'proposals.revise': { officer: 'subtree', unitHead: 'subtree' },
  'costs.compute': everyone,
  'costs.restate': { coordinator: 'all', appraiser: 'all' },
  'tariffs.read': everyone,
  'tariffs.record': { coordinator: 'all', admin: 'all', finance: 'all' },
  'tariffs.approve': { coordinator: 'all', appraiser: 'all', leader: 'all', finance: 'all' },
  'procedures.read': everyone,
  'procedures.import': { coordinator: 'all', admin: 'all' },
  'campaigns.read': everyone,
  'campaigns.launch': { coordinator: 'all' },
  'campaigns.close': { coordinator: 'all' },
  'routes.read': everyone,
  'routes.draft': { coordinator: 'all', admin: 'all' },
  'routes.approve': { coordinator: 'all', appraiser: 'all', leader: 'all' },
  'routes.publish': { coordinator: 'all', admin: 'all' },
  'overdue.read': watchersAndBranch,
  'units.read': everyone,
  'clock.read': everyone,
  'fuse.release': { coordinator: 'all' },
  'clock.advance': { coordinator: 'all', admin: 'all' },
  'tokens.issue': everyone,
} as const satisfies Record<string, Row>;

export type Operation = keyof typeof ACCESS;

export const OPERATIONS = Object.keys(ACCESS) as readonly Operation[];

/** What a delegate or a substitute may do where the person he stands in for may: see the work, and do it. */
const WHILE_STANDING_IN: readonly Operation[] = [
  'tasks.read',
  'tasks.decide',
  'tasks.handle',
  'reviews.read',
  'comments.add',
  'comments.answer',
  'decisions.dispute',
];

/** Where a person may do something: everywhere, or inside the subtrees named by `paths` (none of which lies in another). */
export type Scope = { readonly everywhere: boolean; readonly paths: readonly string[] };

export const NOWHERE: Scope = { everywhere: false, paths: [] };

/** The scope of an operation for someone who holds these posts. */
export function scopeOf(operation: Operation, held: readonly AccessPost[]): Scope {
  const row: Row = ACCESS[operation];
  const posts = held.filter((post) => post.standIn !== true || WHILE_STANDING_IN.includes(operation));
  if (posts.some((post) => row[post.role] === 'all')) return { everywhere: true, paths: [] };
  const paths = [...new Set(posts.filter((post) => row[post.role] === 'subtree').map((post) => post.unitPath))];
  return { everywhere: false, paths: paths.filter((path) => !paths.some((other) => other !== path && path.startsWith(other))).sort() };
}

/** Path of the unit set aside for self-checks: what belongs to it is seen, counted and decided by nobody, however far he reaches. */
export const SYNTHETIC_PATH = '~canary/';
export const SYNTHETIC_ROUTE = 'canary';
export const isSynthetic = (unitPath: string): boolean => unitPath.startsWith('~');

/** Whether an object that belongs to the unit at `unitPath` lies inside a scope. */
export const isInScope = (scope: Scope, unitPath: string): boolean =>
  !isSynthetic(unitPath) && (scope.everywhere || scope.paths.some((path) => unitPath.startsWith(path)));

/** Whether somebody may do something anywhere at all. */
export const mayAnywhere = (operation: Operation, posts: readonly AccessPost[]): boolean => {
  const scope = scopeOf(operation, posts);
  return scope.everywhere || scope.paths.length > 0;
};

/** Every operation somebody may do somewhere, in the order of the table. */
export const operationsOf = (posts: readonly AccessPost[]): readonly Operation[] => OPERATIONS.filter((operation) => mayAnywhere(operation, posts));
