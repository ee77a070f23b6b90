/** The overdue board, the units, the clock with its test handle. */
import { readClock } from '../../queries/clock.query.js';
import { findOverdueBoard } from '../../queries/overdue-board.query.js';
import { listUnits } from '../../queries/units.query.js';
import { endpoint, recorded } from '../endpoint.js';
import { advanceBody, advanced, clock, overdueBoard, overdueQuery, unitList } from '../schemas/board.schema.js';
import { DEFAULT_LIMIT } from '../schemas/shared.schema.js';

const overdue = endpoint({
  method: 'get',
  path: '/overdue',
  id: 'getOverdueBoard',
  tag: 'overdue',
  access: 'overdue.read',
  status: 200,
  query: overdueQuery,
  answer: overdueBoard,
  summary: 'What is late: counts, ages by unit, the tasks with rung reached and rung to come',
  handle: async ({ deps, query, scope }) => ({
    body: await findOverdueBoard(deps.reader, {
      scope: scope('overdue.read'),
      unit: query.unit ?? null,
      age: query.age ?? null,
      cursor: query.cursor ?? null,
      limit: query.limit ?? DEFAULT_LIMIT,
    }),
  }),
});

const units = endpoint({
  method: 'get',
  path: '/units',
  id: 'listUnits',
  tag: 'units',
  access: 'units.read',
  status: 200,
  answer: unitList,
  summary: 'Units valid today as a tree, parents first, with their heads',
  handle: async ({ deps }) => ({ body: { items: await listUnits(deps.reader), next: null } }),
});

const getClock = endpoint({
  method: 'get',
  path: '/clock',
  id: 'getClock',
  tag: 'clock',
  access: 'clock.read',
  status: 200,
  answer: clock,
  summary: 'The business clock lateness is judged by, and the calendar it is read against',
  handle: async ({ deps }) => ({ body: await readClock(deps.reader) }),
});

const advance = endpoint({
  method: 'post',
  path: '/test-clock/advances',
  id: 'advanceTestClock',
  tag: 'clock',
  access: 'clock.advance',
  status: 201,
  body: advanceBody,
  answer: advanced,
  keyed: true,
  refusals: [404],
  summary: 'Demo and tests only: move the business clock forward; 404 where it is locked',
  handle: async ({ deps, body, actor, key }) => {
    return recorded(await deps.commands.advanceClock(actor(), key(), { workingDays: body.workingDays, hours: body.hours }));
  },
});

export const boardRoutes = [overdue, units, getClock, advance];
