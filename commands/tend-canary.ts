/** Opens the day's canary, and closes it when everything that should have happened to it has, or has not. */
import { epochMs, type LocalDate } from '../domain/shared/instant.js';
import { canonicalJson, type Json } from '../domain/shared/canonical.js';
import type { ReviewId } from '../domain/shared/ids.js';
import { CANARY, CANARY_CALENDAR, CANARY_EVERY_HOURS, CANARY_ROUTE, judgeCanary } from '../domain/escalation/canary.js';
import { openReview } from '../domain/review/opening.js';
import { withdrawReview } from '../domain/review/withdraw.js';
import { beatCanary, countUntold, endCanary, findRootUnit, insertCanary, latestCanary } from '../db/repositories/canary.repository.js';
import { insertOrganisation } from '../db/repositories/person.repository.js';
import { insertCalendarVersion, insertRouteVersion } from '../db/repositories/rules.repository.js';
import type { Transact, Tx } from '../db/transaction.js';
import { sha256, type Cause } from './frame/audit-chain.js';
import { loadLaw } from './frame/law.js';
import { newId } from './frame/new-id.js';
import { loadReview, writeReviews } from './frame/review-change.js';

/** `none`: there is no organisation yet, or today's canary has had its turn. */
export type CanaryState = {
  readonly did: 'none' | 'opened' | 'running' | 'fired' | 'missed';
  readonly reviewId: ReviewId | null;
  readonly why: readonly string[];
};

const CAUSE: Cause = { key: 'canary', actorId: null, channel: 'system' };

/**
 * One look at the canary. The rungs themselves are fired by whoever fires everybody's: the workflow, or the due sweep.
 * @idempotent: at most one canary is open
 */
export async function tendCanary(transact: Transact): Promise<CanaryState> {
  return transact(async (tx): Promise<CanaryState> => {
    const root = await findRootUnit(tx);
    if (root === null) return { did: 'none', reviewId: null, why: [] };
    const latest = await latestCanary(tx);
    if (latest !== null && latest.endedAt === null) return watch(tx, latest.reviewId);
    const { wallNow } = await tx.clock();
    const rests = latest !== null && latest.outcome === 'fired' && epochMs(wallNow) - epochMs(latest.openedAt) < CANARY_EVERY_HOURS * 3_600_000;
    return rests ? { did: 'none', reviewId: latest.reviewId, why: [] } : open(tx, root);
  });
}

async function open(tx: Tx, root: string): Promise<CanaryState> {
  await prepare(tx, root);
  const { now } = await tx.clock();
  const law = await loadLaw(tx, { routeKey: CANARY_ROUTE.key, routeVersion: CANARY_ROUTE.version }, []);
  const reviewId = newId('review', now);
  const { procedureId, versionId, unitId, personId } = CANARY;
  const events = openReview({ reviewId, procedureId, versionId, campaignId: null, ownerUnitId: unitId, openedBy: personId, authors: [], content: {} }, law);
  await writeReviews(tx, [{ loaded: null, events, law }], CAUSE, 'workflow');
  await insertCanary(tx, reviewId);
  await beatCanary(tx, { first: reviewId }, true);
  return { did: 'opened', reviewId, why: [] };
}

async function watch(tx: Tx, reviewId: ReviewId): Promise<CanaryState> {
  const loaded = await loadReview(tx, reviewId);
  const verdict = judgeCanary(loaded.state, await countUntold(tx, reviewId), loaded.law.now);
  if (verdict.t === 'running') return { did: 'running', reviewId, why: [] };
  const why = verdict.t === 'missed' ? verdict.why : [];
  if (loaded.state.outcome === null) {
    const events = withdrawReview(loaded.state, { by: CANARY.personId, reason: verdict.t }, loaded.law);
    await writeReviews(tx, [{ loaded, events, law: loaded.law }], CAUSE, 'workflow');
  }
  await endCanary(tx, reviewId, verdict.t, why.length === 0 ? null : why.join('; '));
  if (verdict.t === 'fired') await beatCanary(tx, { reviewId }, false);
  return { did: verdict.t, reviewId, why };
}

/** The unit, person, calendar and route set aside for the canary. @idempotent by their keys */
async function prepare(tx: Tx, root: string): Promise<void> {
  const { now } = await tx.clock();
  const from = '2020-01-01' as LocalDate;
  const digest = (body: object): string => sha256(canonicalJson(body as unknown as Json));
  await insertCalendarVersion(tx, {
    calendarId: CANARY_CALENDAR.id,
    version: CANARY_CALENDAR.version,
    status: 'official',
    body: CANARY_CALENDAR,
    digest: digest(CANARY_CALENDAR),
    publishedAt: now,
  });
  await insertRouteVersion(tx, {
    routeKey: CANARY_ROUTE.key,
    version: CANARY_ROUTE.version,
    status: 'published',
    body: CANARY_ROUTE,
    digest: digest(CANARY_ROUTE),
    publishedAt: now,
  });
  await insertOrganisation(tx, {
    units: [
      {
        id: CANARY.unitId,
        code: 'CANARY',
        name: 'Tự kiểm tra',
        kind: 'synthetic',
        parentId: root,
        path: CANARY.path,
        calendarId: CANARY.calendarId,
        validFrom: from,
        validTo: null,
        successorId: null,
      },
    ],
    people: [
      {
        id: CANARY.personId,
        login: 'canary',
        honorific: '',
        name: 'Tự kiểm tra',
        post: 'Tự kiểm tra',
        email: null,
        locale: 'vi',
        active: true,
        passwordHash: null,
      },
    ],
    holdings: [{ personId: CANARY.personId, unitId: CANARY.unitId, role: 'unitHead', validFrom: from, validTo: null, source: 'canary' }],
  });
}
