/**
 * Fills an empty database with the demo: an invented province, real procedures, two campaigns under way.
 * It is told through the same commands people use, on a clock that starts weeks ago and ends now.
 */
import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Actor } from '../commands/frame/actor.js';
import { sha256 } from '../commands/frame/audit-chain.js';
import { newId } from '../commands/frame/new-id.js';
import { hashPassword } from '../commands/sign-in.js';
import type { Commands } from '../commands/index.js';
import type { Database } from '../db/database.js';
import { insertOrganisation } from '../db/repositories/person.repository.js';
import { moveClock } from '../db/repositories/rules.repository.js';
import type { CompetenceTrack } from '../domain/procedure/change-items.js';
import { localDate, type Calendar } from '../domain/calendar/calendar.js';
import { shiftWorking } from '../domain/calendar/term.js';
import { MILESTONE_KINDS } from '../domain/procedure/life.js';
import type { ProcedureContent } from '../domain/procedure/procedure.js';
import { coveredDigest } from '../domain/review/content-digest.js';
import type { ProposalBody } from '../domain/review/proposal.js';
import { fold, isOpen, type ReviewEvent } from '../domain/review/review.js';
import { epochMs, type Instant, type LocalDate } from '../domain/shared/instant.js';
import type { PersonId, ReviewId, UnitId } from '../domain/shared/ids.js';
import { listDueReviews } from '../queries/due-reviews.query.js';
import { FIRST_LAUNCH, FIRST_STORIES, SECOND_LAUNCH, SECOND_STORIES, type Act, type Carried, type Story } from './demo-story.js';

type DemoUnits = {
  readonly demoPassword: string;
  readonly units: readonly {
    readonly code: string;
    readonly name: string;
    readonly kind: string;
    readonly parent: string | null;
    readonly calendarId: string;
    readonly validFrom: LocalDate;
    readonly validTo: LocalDate | null;
  }[];
  readonly people: readonly {
    readonly login: string;
    readonly honorific: string;
    readonly name: string;
    readonly post: string;
    readonly email: string;
    readonly locale: string;
    readonly posts: readonly { readonly unit: string; readonly role: string; readonly from: LocalDate; readonly to: LocalDate | null }[];
  }[];
  readonly procedureOwners: Readonly<Record<string, string>>;
};

export type DemoDeps = {
  readonly database: Database;
  readonly commands: Commands;
  readonly calendar: Calendar;
  readonly examples: string;
  readonly say: (done: string) => void;
};

const readJson = async <T>(path: string): Promise<T> => JSON.parse(await readFile(path, 'utf8')) as T;

/** @returns false when the database holds people already: the demo never overwrites anything */
export async function seedDemo({ database, commands, calendar, examples, say }: DemoDeps): Promise<boolean> {
  const { reader, transact } = database;
  if (await reader.row('SELECT id FROM people LIMIT 1')) return false;
  const demo = await readJson<DemoUnits>(join(examples, 'units.demo.json'));
  const people = await seedOrganisation(database, demo);
  say('đơn vị và người dùng');

  const today = (await transact((tx) => tx.clock())).wallNow;
  const dayBack = (days: number, clock: string): Instant => shiftWorking(calendar, localDate(calendar, today), -days, 'workingDays', clock);
  const setNow = async (instant: Instant): Promise<void> => {
    await transact(async (tx) => moveClock(tx, epochMs(instant) - epochMs((await tx.clock()).wallNow)));
  };
  const coordinator = actor(people.get('daumoi@demo') as PersonId);

  await setNow(dayBack(FIRST_LAUNCH + 1, '14:00'));
  const codes = (await readdir(join(examples, 'procedures')))
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -5))
    .sort();
  const contents = await Promise.all(codes.map((code) => readJson<ProcedureContent>(join(examples, 'procedures', `${code}.json`))));
  await commands.importProcedures(coordinator, 'demo-import-procedures', {
    fileName: 'demo',
    fileHash: sha256(codes.join()),
    mode: 'addOnly',
    drafts: contents.map((content) => ({ content, ownerUnitCode: demo.procedureOwners[content.code] ?? 'vpubnd' })),
  });
  say(`${codes.length} thủ tục`);

  const drafts = new Map<string, ProposalBody>();
  for (const code of codes) drafts.set(code, (await readJson<{ body: ProposalBody }>(join(examples, 'proposals', `${code}.json`))).body);
  const firstCodes = codes.slice(0, FIRST_STORIES.length);
  const secondCodes = codes.slice(firstCodes.length, firstCodes.length + SECOND_STORIES.length);
  const launch = async (key: string, name: string, of: readonly string[]): Promise<readonly ReviewId[]> => {
    const { campaignId } = await commands.launchCampaign(coordinator, key, {
      name,
      planYear: 2026,
      basis: 'b',
      basisDocument: 'Kế hoạch số 12/KH-UBND (demo)',
      routeKey: 'provincialReview',
      procedures: of.map((code) => ({ code, draft: drafts.get(code) as ProposalBody })),
    });
    const rows = await reader.rows<{ review_id: ReviewId }>('SELECT review_id FROM campaign_items WHERE campaign_id = ? ORDER BY position', [campaignId]);
    return rows.map((row) => row.review_id);
  };
  const told: { readonly reviewId: ReviewId; readonly story: Story; readonly launchedDaysAgo: number }[] = [];
  for (let ago = FIRST_LAUNCH; ago >= 1; ago -= 1) {
    await setNow(dayBack(ago, '08:45'));
    if (ago === FIRST_LAUNCH) {
      const reviews = await launch('demo-launch-first', 'Rà soát, đơn giản hóa thủ tục hành chính năm 2026', firstCodes);
      told.push(...reviews.map((reviewId, index) => ({ reviewId, story: FIRST_STORIES[index] as Story, launchedDaysAgo: FIRST_LAUNCH })));
    }
    if (ago === SECOND_LAUNCH) {
      const reviews = await launch('demo-launch-second', 'Rà soát bổ sung nhóm thủ tục liên thông', secondCodes);
      told.push(...reviews.map((reviewId, index) => ({ reviewId, story: SECOND_STORIES[index] as Story, launchedDaysAgo: SECOND_LAUNCH })));
    }
    await serveDue(database, commands);
    await setNow(dayBack(ago, '09:30'));
    for (const { reviewId, story, launchedDaysAgo } of told) {
      const day = launchedDaysAgo - ago;
      if (story.withdrawOn === day)
        await commands.withdrawReview(coordinator, `demo-withdraw-${reviewId.slice(-8)}`, {
          reviewId,
          reason: 'Thủ tục sắp được bãi bỏ theo nghị định mới; không cần rà soát.',
        });
      for (const act of story.acts.filter((candidate) => candidate.day === day)) await perform(database, commands, reviewId, act);
      for (const step of story.carried?.filter((candidate) => candidate.day === day) ?? []) {
        const effect = step.from === undefined ? null : localDate(calendar, dayBack(launchedDaysAgo - step.from, '00:00'));
        await carryOut(database, commands, reviewId, step, { on: localDate(calendar, dayBack(ago, '09:30')), effect });
      }
      if (story.published?.day === day) await publish(database, commands, reviewId, story.published.decisionNumber, localDate(calendar, dayBack(ago, '09:30')));
    }
    await serveDue(database, commands);
  }
  await transact((tx) => moveClock(tx, 0));
  await serveDue(database, commands);
  say(`${told.length} việc rà soát, hai đợt`);
  return true;
}

const actor = (personId: PersonId, channel: Actor['channel'] = 'web'): Actor => ({
  personId,
  onBehalfOf: null,
  channel,
  assurance: 'A3',
  receivedMono: performance.now(),
});

async function seedOrganisation({ transact }: Database, demo: DemoUnits): Promise<ReadonlyMap<string, PersonId>> {
  return transact(async (tx) => {
    const { wallNow } = await tx.clock();
    const unitIds = new Map(demo.units.map((unit) => [unit.code, newId('unit', wallNow)]));
    const idOf = (code: string): UnitId => unitIds.get(code) as UnitId;
    const pathOf = (code: string): string => {
      const parent = demo.units.find((unit) => unit.code === code)?.parent ?? null;
      return `${parent === null ? '' : pathOf(parent)}${code}/`;
    };
    const people = new Map(demo.people.map((person) => [person.login.toLowerCase(), newId('person', wallNow)]));
    // One password for all, hashed once: this is a demo and says so on each page.
    const passwordHash = await hashPassword(demo.demoPassword);
    await insertOrganisation(tx, {
      units: demo.units.map((unit) => ({
        id: idOf(unit.code),
        code: unit.code,
        name: unit.name,
        kind: unit.kind,
        parentId: unit.parent === null ? null : idOf(unit.parent),
        path: pathOf(unit.code),
        calendarId: unit.calendarId,
        validFrom: unit.validFrom,
        validTo: unit.validTo,
        successorId: null,
      })),
      people: demo.people.map((person) => ({
        id: people.get(person.login.toLowerCase()) as PersonId,
        login: person.login.toLowerCase(),
        honorific: person.honorific,
        name: person.name,
        post: person.post,
        email: person.email.toLowerCase(),
        locale: person.locale,
        active: true,
        passwordHash,
      })),
      holdings: demo.people.flatMap((person) =>
        person.posts.map((post) => ({
          personId: people.get(person.login.toLowerCase()) as PersonId,
          unitId: idOf(post.unit),
          role: post.role,
          validFrom: post.from,
          validTo: post.to,
          source: 'demo',
        })),
      ),
    });
    return people;
  });
}

/** What the workflows would have done by now. */
async function serveDue({ reader }: Database, commands: Commands): Promise<void> {
  for (const { reviewId } of await listDueReviews(reader, 0, 500)) await commands.serveDueReview(reviewId);
  const procedures = await reader.rows<{ id: never }>(
    'SELECT id FROM procedures WHERE next_milestone_at <= NOW(3) + INTERVAL (SELECT offset_ms FROM business_clock WHERE id = 1) * 1000 MICROSECOND',
  );
  for (const { id } of procedures) {
    for (const kind of MILESTONE_KINDS) await commands.reachMilestone(id, kind, 'workflow');
  }
}

/** The head of the unit that owns the procedure: who records how an approval is carried out. */
async function headOf({ reader }: Database, reviewId: ReviewId): Promise<Actor> {
  const row = await reader.row<{ person_id: PersonId }>(
    "SELECT h.person_id FROM reviews r JOIN holdings h ON h.unit_id = r.owner_unit_id AND h.role = 'unitHead' WHERE r.id = ? ORDER BY h.id LIMIT 1",
    [reviewId],
  );
  if (!row) throw new Error(`nobody heads the unit of ${reviewId}`);
  return actor(row.person_id);
}

async function carryOut(
  database: Database,
  commands: Commands,
  reviewId: ReviewId,
  { track, step, document, article, until }: Carried,
  { on, effect }: { readonly on: LocalDate; readonly effect: LocalDate | null },
): Promise<void> {
  await commands.advanceTrack(await headOf(database, reviewId), randomUUID(), {
    reviewId,
    track,
    step: { step, on, document, article: article ?? null, effectiveFrom: effect, effectiveTo: until ?? null, note: '' },
  });
}

async function publish(database: Database, commands: Commands, reviewId: ReviewId, decisionNumber: string, on: LocalDate): Promise<void> {
  const waiting = await database.reader.rows<{ track_key: CompetenceTrack }>(
    'SELECT track_key FROM publications WHERE review_id = ? AND published_on IS NULL ORDER BY track_key',
    [reviewId],
  );
  for (const { track_key: track } of waiting)
    await commands.publishProcedure(await headOf(database, reviewId), randomUUID(), {
      reviewId,
      track,
      decisionNumber,
      publishedOn: on,
      databaseEnteredOn: on,
    });
}

async function perform({ reader }: Database, commands: Commands, reviewId: ReviewId, act: Act): Promise<void> {
  const facts = await reader.rows<{ payload: string }>('SELECT payload FROM facts WHERE stream_id = ? ORDER BY seq', [reviewId]);
  const state = fold(facts.map((fact) => JSON.parse(fact.payload) as ReviewEvent));
  const task = state.tasks.find((candidate) => candidate.stageKey === act.stage && isOpen(candidate));
  const person = task?.candidates[0];
  if (!task || !person) throw new Error(`the story of ${reviewId} expects an open task in ${act.stage} on day ${act.day}`);
  await commands.recordDecision(actor(person), randomUUID(), {
    taskId: task.id,
    expectedVersion: task.version,
    contentDigest: coveredDigest(state.content, ['*'], sha256),
    verdict: act.verdict,
    comment: act.comment,
  });
}
