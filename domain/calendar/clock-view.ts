/** What a person or program is shown of a term: the shape of its clock, without any counting. */
import type { Text } from '../shared/errors.js';
import type { Instant, LocalDate } from '../shared/instant.js';
import type { Certainty } from './calendar.js';
import type { Budget, Progress, UnitOfTerm } from './term.js';

export type SegmentKind = 'counted' | 'held' | 'off' | 'rolled';

/** A stretch of one kind for one reason. Dates inclusive for day units; local times, half-open, for working hours. */
export type Segment = {
  readonly from: string;
  /** Null while an open pause runs. */
  readonly to: string | null;
  /** For people: `11–12/02`. */
  readonly label: string;
  readonly kind: SegmentKind;
  /** Dates, or the unit of the check for working hours; null while an open pause runs. */
  readonly amount: number | null;
  readonly reason: Text | null;
  readonly ground?: string;
  readonly basis?: string;
  readonly source?: string;
  readonly certainty?: Certainty;
};

/** Each date after the anchor up to due is in exactly one of the four: `dates = counted + held + off + rolled`. */
export type DateCheck = { readonly dates: number; readonly counted: number; readonly held: number; readonly off: number; readonly rolled: number };

/** `wall = used + held + off`; whole minutes wherever every boundary is one. */
export type HourCheck = {
  readonly unit: 'minutes' | 'milliseconds';
  readonly wall: number;
  readonly used: number;
  readonly held: number;
  readonly off: number;
};

export type ClockView = {
  readonly unit: UnitOfTerm | 'months';
  /** `5 workingDays`, as stored data names it. */
  readonly limit: string;
  readonly basis: string | null;
  readonly budget: Budget | null;
  readonly calendar: { readonly id: string; readonly version: number; readonly status: 'official' | 'proposed'; readonly knownThrough: LocalDate };
  readonly anchor: { readonly at: string; readonly date: LocalDate; readonly dayCounted: boolean };
  readonly segments: readonly Segment[];
  /** In the form of the law, `2026-02-25T24:00+07:00`. */
  readonly due: string | null;
  readonly dueAt: Instant | null;
  readonly dueOn: LocalDate | null;
  readonly rawEndOn: LocalDate | null;
  /** Last working date up to due, by which reminders aim; null while nothing is due or the calendar does not reach it. */
  readonly remindBy: LocalDate | null;
  readonly provisional: boolean;
  readonly needsCalendar: boolean;
  /** Budget that waits behind an open pause or an unknown calendar, in the unit of the limit's dates or hours; else 0. */
  readonly uncounted: number;
  readonly check: DateCheck | HourCheck;
  readonly progress: Progress | null;
  readonly sentences: readonly Text[];
};
