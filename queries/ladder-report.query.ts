/** "Hiệu quả đôn đốc": per route version and rung, the share of tasks that moved soon after it. */
import { ladderReport, MOVES_WITHIN_WORKING_DAYS, type ReviewFacts, type RungEffect } from '../domain/escalation/ladder-report.js';
import type { ReviewEvent } from '../domain/review/review.js';
import { allRungsOf, stageOf } from '../domain/route/route.js';
import type { Scope } from '../domain/shared/access.js';
import type { Text } from '../domain/shared/errors.js';
import { inParts } from '../domain/shared/in-parts.js';
import type { Instant } from '../domain/shared/instant.js';
import type { Reader } from '../db/reader.js';
import { businessNow } from './clock.query.js';
import { marks } from './keyset.js';
import { loadRulebook } from './rulebook.js';
import { reviewsInScope } from './visibility.js';

export type LadderLine = RungEffect & { readonly routeName: Text; readonly stageName: Text; readonly rungName: Text };
export type LadderReport = { readonly now: Instant; readonly withinWorkingDays: number; readonly items: readonly LadderLine[] };

const PART = 500;
/** Facts that fire a rung, name the task it is about, or move it on. */
const TYPES = [
  'StageOpened',
  'RungFired',
  'DecisionRecorded',
  'TaskReassigned',
  'TermExtended',
  'TermResumed',
  'TaskClaimed',
  'TermSuspended',
  'TermAdjusted',
  'ExtensionRequested',
] as const;

export async function findLadderReport(reader: Reader, args: { readonly scope: Scope }): Promise<LadderReport> {
  const now = await businessNow(reader);
  const rules = await loadRulebook(reader);
  const visible = reviewsInScope(args.scope);
  const reviews = await reader.rows<{ id: string; route_key: string; route_version: number }>(
    `SELECT r.id, r.route_key, r.route_version FROM reviews r JOIN units ou ON ou.id = r.owner_unit_id
     WHERE (${visible.sql}) AND EXISTS (SELECT 1 FROM rung_firings f WHERE f.review_id = r.id) ORDER BY r.id`,
    visible.params,
  );
  const facts: ReviewFacts[] = [];
  for (const part of inParts(reviews, PART)) {
    const ids = part.map((review) => review.id);
    const rows = await reader.rows<{ stream_id: string; payload: string }>(
      `SELECT stream_id, payload FROM facts WHERE stream_id IN (${marks(ids)}) AND type IN (${marks(TYPES)}) ORDER BY stream_id, seq`,
      [...ids, ...TYPES],
    );
    const byReview = new Map<string, ReviewEvent[]>(ids.map((id) => [id, []]));
    for (const row of rows) byReview.get(row.stream_id)?.push(JSON.parse(row.payload) as ReviewEvent);
    facts.push(...part.map((review) => ({ routeKey: review.route_key, routeVersion: Number(review.route_version), events: byReview.get(review.id) ?? [] })));
  }
  const lines = ladderReport(facts, (term) => rules.calendarVersion(term.calendarId, term.calendarVersion), now);
  return {
    now,
    withinWorkingDays: MOVES_WITHIN_WORKING_DAYS,
    items: lines.map((line) => {
      const route = rules.route(line.routeKey, line.routeVersion);
      const stage = stageOf(route, line.stageKey);
      return {
        ...line,
        routeName: route.name,
        stageName: stage.name,
        rungName: allRungsOf(stage).find((rung) => rung.key === line.rung)?.name ?? { vi: line.rung, en: line.rung },
      };
    }),
  };
}
