/** A database full of open reviews whose terms end at one and the same instant. */
import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import type { Actor } from '../commands/frame/actor.js';
import { loadLaw } from '../commands/frame/law.js';
import { newId } from '../commands/frame/new-id.js';
import { writeReviews } from '../commands/frame/review-change.js';
import { createCommands, type Commands } from '../commands/index.js';
import { seedRules } from '../commands/seed-rules.js';
import { openDatabase, type Database } from '../db/database.js';
import { insertOrganisation } from '../db/repositories/person.repository.js';
import { lockClock } from '../db/repositories/rules.repository.js';
import { readCalendars } from '../domain/calendar/read-calendars.js';
import { coveredDigest } from '../domain/review/content-digest.js';
import { openReview } from '../domain/review/opening.js';
import type { Role, Route } from '../domain/route/route.js';
import { PROVINCIAL_REVIEW } from '../domain/route/shipped-routes.js';
import { idFromUuid, taskIdOf, type PersonId, type ReviewId, type TaskId, type UnitId } from '../domain/shared/ids.js';
import { instantFromMs, type LocalDate } from '../domain/shared/instant.js';
import { projectRoot } from '../local/layout.js';
import { sha256 } from '../commands/frame/audit-chain.js';

export type ReviewWorld = {
  readonly url: string;
  readonly database: Database;
  readonly commands: Commands;
  readonly departments: readonly { readonly unitId: UnitId; readonly head: PersonId }[];
  readonly coordinator: PersonId;
  readonly actor: (personId: PersonId) => Actor;
  /** Business time becomes this instant. */
  readonly setNow: (instant: string) => Promise<void>;
  /** Opens reviews at their first stage, as a campaign page would; answers them with the task each waits for. */
  readonly open: (count: number) => Promise<readonly OpenWork[]>;
  readonly close: () => Promise<void>;
};

export type OpenWork = { readonly reviewId: ReviewId; readonly taskId: TaskId; readonly head: PersonId; readonly unitId: UnitId };

const PAGE = 250;
const CONTENT = { note: sha256('note') };
/** What a person who saw the work as it stands would send. */
export const SEEN_DIGEST = coveredDigest(CONTENT, ['*'], sha256);

const FROM = '2025-01-01' as LocalDate;

const scratchSql = (verb: 'CREATE' | 'DROP', name: string): string => `${verb} DATABASE ${name}`;

export async function buildReviewWorld(adminUrl: string, departmentCount: number, route: Route = PROVINCIAL_REVIEW): Promise<ReviewWorld> {
  const name = `bench_${randomBytes(5).toString('hex')}`;
  const admin = await createConnection(adminUrl);
  await admin.query(scratchSql('CREATE', name));
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  const database = await openDatabase({ url: url.toString(), poolSize: 16 });
  await database.source.runMigrations({ transaction: 'none' });
  const calendars = readCalendars(JSON.parse(readFileSync(join(projectRoot(), 'examples', 'calendars.vn.json'), 'utf8'))).calendars;
  await seedRules(database.transact, { calendars, routes: [route] });
  await database.transact((tx) => lockClock(tx, false));

  const unit = (): UnitId => idFromUuid('unit', randomUUID());
  const person = (): PersonId => idFromUuid('person', randomUUID());
  const [root, control] = [unit(), unit()];
  const departments = Array.from({ length: departmentCount }, () => ({ unitId: unit(), head: person() }));
  const [coordinator, controlHead] = [person(), person()];
  const posts: readonly (readonly [PersonId, UnitId, Role])[] = [
    ...departments.map(({ head, unitId }) => [head, unitId, 'unitHead'] as const),
    [coordinator, control, 'coordinator'],
    [controlHead, control, 'unitHead'],
    [controlHead, control, 'appraiser'],
    [controlHead, root, 'leader'],
    [controlHead, root, 'consultee'],
    [controlHead, root, 'finance'],
  ];
  const row = (id: UnitId, code: string, parentId: UnitId | null): Parameters<typeof insertOrganisation>[1]['units'][number] => ({
    id,
    code,
    name: code,
    kind: 'department',
    parentId,
    path: parentId === null ? 'root/' : `root/${code}/`,
    calendarId: 'VN-CO-QUAN',
    validFrom: FROM,
    validTo: null,
    successorId: null,
  });
  await database.transact((tx) =>
    insertOrganisation(tx, {
      units: [row(root, 'root', null), row(control, 'control', root), ...departments.map(({ unitId }, index) => row(unitId, `dept${index}`, root))],
      people: [...new Set(posts.map(([id]) => id))].map((id, index) => ({
        id,
        login: `p${index}`,
        honorific: '',
        name: `P ${index}`,
        post: 'post',
        email: `p${index}@bench.example`,
        locale: 'vi',
        active: true,
        passwordHash: null,
      })),
      holdings: posts.map(([personId, unitId, role]) => ({ personId, unitId, role, validFrom: FROM, validTo: null, source: 'bench' })),
    }),
  );

  const openPage = (works: readonly OpenWork[]): Promise<void> =>
    database.transact(async (tx) => {
      const law = await loadLaw(tx, { routeKey: route.key, routeVersion: route.version }, []);
      const planned = works.map(({ reviewId, unitId }) => ({
        loaded: null,
        law,
        events: openReview(
          {
            reviewId,
            procedureId: idFromUuid('procedure', randomUUID()),
            versionId: idFromUuid('procedureVersion', randomUUID()),
            campaignId: null,
            ownerUnitId: unitId,
            openedBy: coordinator,
            authors: [],
            content: CONTENT,
          },
          law,
        ),
      }));
      await writeReviews(tx, planned, { key: 'bench', actorId: null, channel: 'system' }, 'caller');
    });

  return {
    url: url.toString(),
    database,
    commands: createCommands(database.transact),
    departments,
    coordinator,
    actor: (personId) => ({ personId, onBehalfOf: null, channel: 'web', assurance: 'A3', receivedMono: performance.now() }),
    setNow: async (instant) => {
      await database.source.query('UPDATE business_clock SET offset_ms = ROUND((UNIX_TIMESTAMP(?) - UNIX_TIMESTAMP(NOW(3))) * 1000) WHERE id = 1', [
        instant.replace('T', ' ').replace(/Z$/u, ''),
      ]);
    },
    open: async (count) => {
      const opened: OpenWork[] = [];
      for (let from = 0; from < count; from += PAGE) {
        const page = Array.from({ length: Math.min(PAGE, count - from) }, (_work, at): OpenWork => {
          const reviewId = newId('review', instantFromMs(Date.now()));
          const { unitId, head } = departments[(from + at) % departments.length] as (typeof departments)[number];
          return { reviewId, taskId: taskIdOf(reviewId, 'assess', 1, 1), head, unitId };
        });
        await openPage(page);
        opened.push(...page);
      }
      return opened;
    },
    close: async () => {
      await database.close();
      await admin.query(scratchSql('DROP', name));
      await admin.end();
    },
  };
}
