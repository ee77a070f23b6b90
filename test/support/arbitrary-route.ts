/** Any well-formed route, good or bad: what a schema must carry without loss. */
import fc from 'fast-check';
import {
  ASSURANCES,
  AUDIENCES,
  REMEDIES,
  ROLES,
  STAGE_OUTCOMES,
  VERDICTS,
  type Edge,
  type Mode,
  type PreNotice,
  type Route,
  type Rung,
  type RungAct,
  type Seat,
  type Stage,
  type StageLimit,
  type UnitRef,
} from '../../domain/route/route.js';
import { idFromUuid, type UnitId } from '../../domain/shared/ids.js';
import { addDays, type LocalDate } from '../../domain/shared/instant.js';

const text = fc.stringMatching(/^[\p{L}\d][\p{L}\d ,.–]{0,30}$/u).map((value) => value.normalize('NFC'));
const name = fc.record({ vi: text, en: text });
const unit: fc.Arbitrary<UnitId> = fc.integer({ min: 1, max: 99 }).map((n) => idFromUuid('unit', `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`));
const some = <T>(values: readonly T[], least = 0): fc.Arbitrary<T[]> => fc.subarray([...values], { minLength: least });

const unitRef = (stages: readonly string[]): fc.Arbitrary<UnitRef> => {
  const flat: fc.Arbitrary<UnitRef> = fc.oneof(
    fc.constant('owner' as const),
    unit.map((fixed) => ({ fixed })),
    fc.constantFrom(...ROLES).map((holderOf) => ({ holderOf })),
    fc.constantFrom(...stages).map((sameAs) => ({ sameAs })),
    fc.array(unit, { minLength: 1, maxLength: 3 }).map((each) => ({ each })),
  );
  return fc.oneof(
    flat,
    flat.map((parentOf) => ({ parentOf })),
  );
};
const seat = (stages: readonly string[]): fc.Arbitrary<Seat> => fc.record({ unit: unitRef(stages), role: fc.constantFrom(...ROLES) });

const amount = fc.integer({ min: 1, max: 90 });
const limit: fc.Arbitrary<StageLimit> = fc
  .tuple(
    fc.oneof(
      amount.map((days) => ({ days })),
      amount.map((workingDays) => ({ workingDays })),
      amount.map((workingHours) => ({ workingHours })),
      fc.integer({ min: 0, max: 800 }).map((days) => ({ fixedDate: addDays('2026-01-01' as LocalDate, days) })),
    ),
    fc.record(
      {
        basis: text,
        resumeDay: fc.constantFrom('counted' as const, 'notCounted' as const),
        anchor: fc.constantFrom('opened' as const, 'prevClosed' as const),
        extend: fc.record({ maxTimes: fc.integer({ min: 0, max: 5 }), maxTotal: amount }),
      },
      { requiredKeys: [] },
    ),
  )
  .map(([length, more]) => ({ ...length, ...more }));

const mode: fc.Arbitrary<Mode> = fc.oneof(
  fc.constant({ t: 'one' as const }),
  fc.constant({ t: 'all' as const }),
  fc.record({ t: fc.constant('quorum' as const), need: amount, veto: fc.boolean(), members: fc.constantFrom('snapshot' as const, 'live' as const) }),
  fc.record({ t: fc.constant('perUnit' as const), inner: fc.constant({ t: 'one' as const }), needUnits: fc.oneof(fc.constant('all' as const), amount) }),
);
const preNotice: fc.Arbitrary<PreNotice> = fc.record({ workingDaysBefore: fc.integer({ min: 0, max: 20 }), alsoTo: some(AUDIENCES) });

const rungs = (stages: readonly string[]): fc.Arbitrary<Rung[]> =>
  fc.array(
    fc.record(
      {
        key: fc.stringMatching(/^[a-z][a-zA-Z0-9]{0,12}$/),
        name,
        at: fc.record(
          {
            ref: fc.constantFrom('start' as const, 'due' as const),
            offset: fc.integer({ min: -20, max: 20 }),
            unit: fc.constantFrom('days' as const, 'workingDays' as const, 'workingHours' as const),
            clock: fc.constantFrom('07:00', '08:30', '16:45'),
          },
          { requiredKeys: ['ref', 'offset', 'unit'] },
        ),
        notify: some(AUDIENCES),
        remedies: some(REMEDIES),
        act: fc.oneof<fc.Arbitrary<RungAct>[]>(
          fc.array(seat(stages), { minLength: 1, maxLength: 2 }).map((reassign) => ({ reassign })),
          fc.record({ extend: amount, maxTimes: fc.integer({ min: 0, max: 5 }), basis: text }),
          fc.record({ decide: fc.constantFrom(...VERDICTS), basis: text, preNotice }),
        ),
      },
      { requiredKeys: ['key', 'name', 'at', 'notify'] },
    ),
    { maxLength: 3 },
  );

const stage = (key: string, stages: readonly string[], returned: readonly string[]): fc.Arbitrary<Stage> =>
  fc.record(
    {
      key: fc.constant(key),
      name,
      kind: fc.constantFrom('author' as const, 'opinion' as const, 'appraisal' as const, 'approval' as const),
      who: fc.array(seat(stages), { minLength: 1, maxLength: 3 }),
      fallback: fc.array(seat(stages), { maxLength: 2 }),
      mode,
      verdicts: some(VERDICTS, 1),
      covers: some(['*', 'items/*', 'note', 'cost/before']),
      minAssurance: fc.constantFrom(...ASSURANCES),
      duties: fc.record(
        {
          exclude: fc.oneof(
            fc.constant([]),
            some(['author', 'delegateOfAuthor', 'sameReportingLine', 'answeredTwice'] as const),
            some(stages, 1).map((decidedStage) => [{ decidedStage }]),
          ),
          override: fc.constantFrom('twoPersons' as const, 'never' as const),
        },
        { requiredKeys: ['exclude'] },
      ),
      limit,
      reminders: rungs(stages),
      ladder: rungs(stages),
      pauseGrounds: fc.array(
        fc.record({
          code: fc.constantFrom('supplement', 'obstacle'),
          name,
          basis: text,
          maxTimes: amount,
          maxTotalWorkingDays: amount,
          end: fc.constantFrom('planned' as const, 'open' as const),
        }),
        { maxLength: 2 },
      ),
      silence: fc.oneof(
        fc.constant('escalate' as const),
        fc.record({ then: fc.constantFrom('tacitApprove' as const, 'tacitReject' as const, 'return' as const), basis: text, preNotice }),
      ),
      beforeEffect: fc.record({ days: amount, basis: text }),
      bulk: fc.constantFrom('yes' as const, 'readFirst' as const, 'no' as const),
      ...(returned.length > 0
        ? {
            returns: fc.record(
              {
                to: fc.constant(returned),
                maxRounds: fc.integer({ min: 0, max: 5 }),
                collect: fc.boolean(),
                onExhausted: fc.constantFrom('refuse' as const, 'reject' as const),
              },
              { requiredKeys: ['to', 'maxRounds'] },
            ),
          }
        : {}),
    },
    {
      requiredKeys: [
        'key',
        'name',
        'kind',
        'who',
        'fallback',
        'mode',
        'verdicts',
        'covers',
        'minAssurance',
        'duties',
        'limit',
        'reminders',
        'ladder',
        ...(returned.length > 0 ? ['returns' as const] : []),
      ],
    },
  ) as fc.Arbitrary<Stage>;

export const arbitraryRoute: fc.Arbitrary<Route> = fc.integer({ min: 1, max: 4 }).chain((count) => {
  const keys = Array.from({ length: count }, (_, index) => `stage${index + 1}`);
  const to = fc.oneof<fc.Arbitrary<Edge['to']>[]>(fc.constant('closeApproved'), fc.constant('closeRejected'), some(keys, 1));
  const edges = fc.tuple(
    ...keys.map((key) =>
      fc
        .subarray([...STAGE_OUTCOMES], { minLength: 1 })
        .chain((outcomes) => fc.tuple(...outcomes.map((on) => to.map((target): Edge => ({ from: key, on, to: target }))))),
    ),
  );
  return edges.chain(
    (led) =>
      fc.record(
        {
          key: fc.stringMatching(/^[a-z][a-zA-Z0-9]{0,20}$/),
          version: amount,
          name,
          reviewLimit: limit,
          reviewLadder: rungs(keys),
          clockKeeper: fc.constantFrom(...ROLES),
          uncovered: some(['note', 'cost/*']),
          stages: fc.tuple(
            ...keys.map((key) =>
              stage(
                key,
                keys,
                led.flat().flatMap((edge) => (edge.from === key && edge.on === 'returned' && typeof edge.to !== 'string' ? edge.to : [])),
              ),
            ),
          ),
          edges: fc.constant<Edge[]>([{ from: 'start', to: [keys[0] as string] }, ...led.flat()]),
        },
        { requiredKeys: ['key', 'version', 'name', 'stages', 'edges'] },
      ) as fc.Arbitrary<Route>,
  );
});
