/** The fuse's release and the report on the ladder. */
import { findLadderReport } from '../../queries/ladder-report.query.js';
import { endpoint, recorded } from '../endpoint.js';
import { fuseReleased, ladderReport, releaseBody } from '../schemas/watch.schema.js';

const ladder = endpoint({
  method: 'get',
  path: '/reports/ladder',
  id: 'getLadderReport',
  tag: 'overdue',
  access: 'overdue.read',
  status: 200,
  answer: ladderReport,
  summary: 'Share of tasks that moved within two working days of each rung, per route version',
  handle: async ({ deps, scope }) => ({ body: await findLadderReport(deps.reader, { scope: scope('overdue.read') }) }),
});

const release = endpoint({
  method: 'post',
  path: '/fuse/releases',
  id: 'releaseFuse',
  tag: 'overdue',
  access: 'fuse.release',
  status: 201,
  body: releaseBody,
  answer: fuseReleased,
  keyed: true,
  refusals: [409],
  summary: 'Let held rungs and silence go on, after looking at why so much fell overdue at once',
  handle: async ({ deps, body, actor, key }) => {
    return recorded(await deps.commands.releaseFuse(actor(), key(), { reason: body.reason }));
  },
});

export const watchRoutes = [ladder, release];
