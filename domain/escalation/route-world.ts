/** What a route is tried against before it is published: the posts held today, calendars, channels, what this build can do. */
import type { Calendar } from '../calendar/calendar.js';
import type { AnswerChannel } from '../route/check-route.js';
import { VERDICTS, type Remedy } from '../route/route.js';
import type { Directory, Holding } from '../review/directory.js';
import type { NoticeKind } from '../review/notices.js';
import { EMPTY_PROPOSAL, proposalFields } from '../review/proposal.js';
import type { Instant, LocalDate } from '../shared/instant.js';
import type { PersonId, UnitId } from '../shared/ids.js';

/** What a rung does by itself, or what a superior it tells may do. */
export type Executor = 'notify' | 'decide' | Remedy;

/** What this build carries out. */
export const EXECUTORS: readonly Executor[] = ['notify', 'reassign', 'extend', 'decide', 'addReviewer', 'decideInOwnRight'];

/** A post that ends: `until` is the first date on which it is no longer held. */
export type HoldingEnd = Holding & { readonly until: LocalDate };

export type RouteWorld = {
  readonly now: Instant;
  /** Local date of `now`. */
  readonly today: LocalDate;
  readonly directory: Directory;
  /** Units whose procedures may be reviewed on the route. */
  readonly owners: readonly UnitId[];
  readonly unitName: (id: UnitId) => string;
  readonly holdingEnds: readonly HoldingEnd[];
  /** People a letter can reach. */
  readonly reachable: ReadonlySet<PersonId>;
  /** The calendar in force for a unit, null where it has none. */
  readonly calendarOfUnit: (unit: UnitId) => Calendar | null;
  readonly executors: readonly Executor[];
  /** Letters a template exists for. */
  readonly templates: readonly NoticeKind[];
  readonly channels: readonly AnswerChannel[];
  /** One path per reviewable field. */
  readonly fields: readonly string[];
};

/** Every field of a proposal, with one item standing for all. */
export const REVIEWABLE_FIELDS: readonly string[] = ['items/i1', ...Object.keys(proposalFields(EMPTY_PROPOSAL))];

/** @policy a signed-in person proves A3; a link proves a mailbox, which with a mailed code reaches A2 */
export const ANSWER_CHANNELS: readonly AnswerChannel[] = [
  { level: 'A3', verdicts: VERDICTS },
  { level: 'A2', verdicts: VERDICTS },
];
