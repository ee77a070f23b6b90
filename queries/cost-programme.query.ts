/**
 * What a programme of reviews saves, without counting anything twice: one entry per procedure and change item, three kinds
 * of saving apart, percent from the totals with their denominator.
 */
import { measure } from '../domain/cost/measure.js';
import { fixedText, isZero, numberText, sum, tryNumber, type NumberText, type Rational, ZERO } from '../domain/cost/number.js';
import { cutBy, ITEM_STATUSES, totals, type ItemStatus, type ProgrammeItem } from '../domain/cost/programme.js';
import { cellNumber, type VnSheet } from '../domain/cost/vn/sheet.js';
import type { ChangeItem, CompetenceTrack } from '../domain/procedure/change-items.js';
import type { ProposalBody } from '../domain/review/proposal.js';
import type { ReviewOutcome, TrackOutcome } from '../domain/review/review.js';
import { trackOfRow } from '../domain/review/track-savings.js';
import type { Scope } from '../domain/shared/access.js';
import { localDateOf, type Instant, type LocalDate } from '../domain/shared/instant.js';
import type { Reader } from '../db/reader.js';
import { businessNow, ZONE_OFFSET_MINUTES } from './clock.query.js';
import { moneyOf, ratesDiffer, wholeDong, type Money } from './cost-figures.js';
import { modelOf } from './cost-proposal.js';
import { allOf, type SqlPart } from './keyset.js';
import { reviewsInScope } from './visibility.js';

export type Percent = { readonly exact: NumberText; readonly shown: string };
export type Part = { readonly key: string; readonly before: Money; readonly after: Money; readonly saving: Money };

/** What became of an approved saving: its text is in force, is still to come, or will not come any more. */
export const FATES = ['executed', 'waiting', 'lost'] as const;
export type Fate = (typeof FATES)[number];

/** Why a review does not stand in the totals. */
export type Withheld = { readonly reviewId: string; readonly code: string; readonly reason: 'noSheets' | 'mixedRates' };

/** Entries of one key with different amounts: the one named counts, and no percent is claimed. */
export type Conflict = { readonly key: string; readonly counted: string; readonly others: readonly string[] };

export type CostProgramme = {
  readonly campaign: string | null;
  readonly year: number | null;
  /** What the totals are: concept and rounding, by the names of the cost model. */
  readonly concept: 'vnCompliance';
  readonly rounding: 'exactLate';
  readonly reviews: { readonly inScope: number; readonly counted: number; readonly incomplete: number; readonly withheld: readonly Withheld[] };
  /** Of the counted reviews whose baseline is frozen: the denominator of every percent. */
  readonly before: Money;
  readonly after: Money;
  /** The same reviews by their baseline sheets as they were frozen. */
  readonly frozenBaseline: Money;
  /** `proposed` is all of it, `approved` and `executed` what has come that far. Three figures, never added. */
  readonly savings: Readonly<Record<ItemStatus, Money>>;
  /** The approved saving by what became of it: the three parts add up to it, to the đồng. `atRisk` is part of `executed`: its text ends by itself. */
  readonly carriedOut: Readonly<Record<Fate | 'atRisk', Money>>;
  /** Saving ÷ before × 100; null while a line is missing, a key conflicts, rates are mixed, or before is 0. */
  readonly percent: Readonly<Record<ItemStatus, Percent | null>>;
  /** What came in before its baseline was frozen: beside the denominator, never in it. */
  readonly outsideBaseline: { readonly before: Money; readonly after: Money; readonly saving: Money };
  /** Counted ÷ (counted + missing) lines. */
  readonly coverage: NumberText;
  readonly keys: number;
  /** Keys met again, with how often beyond the first. */
  readonly duplicates: readonly { readonly key: string; readonly times: number }[];
  readonly conflicts: readonly Conflict[];
  readonly cuts: {
    readonly field: readonly Part[];
    readonly unit: readonly Part[];
    readonly year: readonly Part[];
    readonly addressee: readonly Part[];
    readonly changeType: readonly Part[];
  };
  /** Hourly incomes behind the figures. */
  readonly tariffs: readonly {
    readonly tableId: string | null;
    readonly vintage: string | null;
    readonly hourlyIncome: NumberText | null;
    readonly reviews: number;
  }[];
};

type ReviewRow = {
  id: string;
  outcome: ReviewOutcome | null;
  opened_at: Instant;
  code: string;
  field: string | null;
  unit: string;
  plan_year: number | null;
  body: string | null;
};
type TrackRow = {
  review_id: string;
  track_key: CompetenceTrack;
  outcome: TrackOutcome | null;
  effective_from: LocalDate | null;
  effective_to: LocalDate | null;
};
type SheetRow = { review_id: string; kind: 'baseline' | 'decision' | 'execution'; number: number; block: 'before' | 'after'; body: string };

export type ProgrammeQuery = { readonly campaign: string | null; readonly year: number | null; readonly scope: Scope };

/**
 * Open reviews count as proposed with their newest sheets, approved ones with those frozen at the decision; the rest is no
 * programme. Of an approval only what tracks with a text in force today carry is executed.
 */
export async function findCostProgramme(reader: Reader, query: ProgrammeQuery): Promise<CostProgramme> {
  const where = whereOf(query);
  const reviews = await reader.rows<ReviewRow>(
    `SELECT r.id, r.outcome, r.opened_at, p.code, p.field, ou.code AS unit, c.plan_year, pr.body
     FROM reviews r JOIN procedures p ON p.id = r.procedure_id JOIN units ou ON ou.id = r.owner_unit_id LEFT JOIN campaigns c ON c.id = r.campaign_id
     LEFT JOIN proposals pr ON pr.review_id = r.id AND pr.revision = r.revision WHERE ${where.sql} ORDER BY r.id`,
    where.params,
  );
  const sheets = await reader.rows<SheetRow>(
    `SELECT s.review_id, s.kind, s.number, s.block, s.body FROM cost_sheets s JOIN reviews r ON r.id = s.review_id JOIN units ou ON ou.id = r.owner_unit_id
     LEFT JOIN campaigns c ON c.id = r.campaign_id WHERE ${where.sql} AND s.kind IN ('baseline', 'decision', 'execution') ORDER BY s.number`,
    where.params,
  );
  const frozen = new Map<string, Map<string, string>>();
  for (const { review_id: id, kind, block, body } of sheets) frozen.set(id, (frozen.get(id) ?? new Map<string, string>()).set(`${kind} ${block}`, body));
  const tracks = await reader.rows<TrackRow>(
    `SELECT t.review_id, t.track_key, t.outcome, t.effective_from, t.effective_to FROM tracks t JOIN reviews r ON r.id = t.review_id
     JOIN units ou ON ou.id = r.owner_unit_id LEFT JOIN campaigns c ON c.id = r.campaign_id WHERE ${where.sql}`,
    where.params,
  );
  const today = localDateOf(await businessNow(reader), ZONE_OFFSET_MINUTES);
  return programmeOf(
    reviews.map((row) =>
      readReview(
        row,
        frozen.get(row.id) ?? new Map<string, string>(),
        tracks.filter((track) => track.review_id === row.id),
        today,
      ),
    ),
    query,
  );
}

function whereOf({ campaign, year, scope }: ProgrammeQuery): SqlPart {
  return allOf([
    { sql: "r.outcome IS NULL OR r.outcome = 'approved'", params: [] },
    reviewsInScope(scope),
    ...(campaign === null ? [] : [{ sql: 'r.campaign_id = ?', params: [campaign] }]),
    ...(year === null ? [] : [{ sql: 'c.plan_year = ?', params: [year] }]),
  ]);
}

type Review = {
  readonly row: ReviewRow;
  /** What became of the saving of a row of the sheets; null while it is only proposed. */
  readonly fateOf: (line: string) => Fated | null;
  readonly items: readonly ChangeItem[];
  readonly before: VnSheet | null;
  readonly after: VnSheet | null;
  readonly baseline: VnSheet | null;
};

type Fated = { readonly fate: Fate; readonly ends: boolean };

function fateOfTrack({ outcome, effective_from: from, effective_to: to }: TrackRow, today: LocalDate): Fated {
  if (outcome === null || (outcome === 'executed' && from !== null && from > today)) return { fate: 'waiting', ends: false };
  if (outcome !== 'executed' || (to !== null && to < today)) return { fate: 'lost', ends: false };
  return { fate: 'executed', ends: to !== null };
}

function readReview(row: ReviewRow, frozen: ReadonlyMap<string, string>, tracks: readonly TrackRow[], today: LocalDate): Review {
  const body = row.body === null ? null : (JSON.parse(row.body) as ProposalBody);
  const items = body?.items ?? [];
  const sheet = (name: string): VnSheet | null => {
    const text = frozen.get(name);
    return text === undefined ? null : (JSON.parse(text) as VnSheet);
  };
  const approved = row.outcome === 'approved';
  return {
    row,
    fateOf: (line) => {
      if (!approved) return null;
      const track = tracks.find((candidate) => candidate.track_key === trackOfRow(items, line));
      // Without tracks an approval takes effect by itself, on its day.
      return track ? fateOfTrack(track, today) : { fate: tracks.length === 0 && frozen.has('execution before') ? 'executed' : 'waiting', ends: false };
    },
    items,
    before: approved ? sheet('decision before') : (body?.cost.before ?? null),
    after: approved ? sheet('decision after') : (body?.cost.after ?? null),
    baseline: sheet('baseline before'),
  };
}

/** @throws the codes of `measure` for sheets no edge would take */
function programmeOf(reviews: readonly Review[], { campaign, year }: ProgrammeQuery): CostProgramme {
  const withheld = reviews.flatMap((review): readonly Withheld[] => {
    const reason = !review.before || !review.after ? 'noSheets' : ratesDiffer(review.before, review.after) ? 'mixedRates' : null;
    return reason ? [{ reviewId: review.row.id, code: review.row.code, reason }] : [];
  });
  const left = new Set(withheld.map(({ reviewId }) => reviewId));
  const counted = reviews.filter((review) => !left.has(review.row.id));
  const entries = counted.flatMap(entriesOf);
  const { kept, conflicts } = settle(entries);
  const result = totals(kept);
  const claim = conflicts.length === 0 && !withheld.some(({ reason }) => reason === 'mixedRates') && result.percent !== null;
  const part = (cut: string): readonly Part[] =>
    [...cutBy(kept, cut)]
      .map(([key, amounts]) => ({ key, before: moneyOf(amounts.before), after: moneyOf(amounts.after), saving: moneyOf(amounts.saving) }))
      .sort((one, two) => (one.key < two.key ? -1 : 1));
  const percentOf = (saving: Rational): Percent | null => {
    if (!claim) return null;
    const percent = saving.div(result.before).mul(100);
    return { exact: numberText(percent), shown: fixedText(percent, 2) };
  };
  const byStatus = <T>(show: (saving: Rational) => T): Record<ItemStatus, T> =>
    Object.fromEntries(ITEM_STATUSES.map((status) => [status, show(result.savingByStatus[status])])) as Record<ItemStatus, T>;
  const { before, after, saving } = result.outsideBaseline;
  return {
    campaign,
    year,
    concept: 'vnCompliance',
    rounding: 'exactLate',
    reviews: {
      inScope: reviews.length,
      counted: counted.length,
      incomplete: new Set(entries.filter((entry) => (entry.item.coverage?.missing ?? 0) > 0).map((entry) => entry.reviewId)).size,
      withheld,
    },
    before: moneyOf(result.before),
    after: moneyOf(result.after),
    frozenBaseline: moneyOf(baselineOf(counted)),
    savings: byStatus(moneyOf),
    carriedOut: carriedOutOf(kept, result.savingByStatus.approved),
    percent: byStatus(percentOf),
    outsideBaseline: { before: moneyOf(before), after: moneyOf(after), saving: moneyOf(saving) },
    coverage: numberText(result.coverage),
    keys: result.countedKeys.length,
    duplicates: Object.entries(result.duplicates).map(([key, times]) => ({ key, times })),
    conflicts,
    cuts: { field: part('field'), unit: part('unit'), year: part('year'), addressee: part('addressee'), changeType: part('changeType') },
    tariffs: tariffsOf(counted),
  };
}

/** Rounded so that the parts are the whole: what waits takes the đồng that rounding leaves. */
function carriedOutOf(kept: readonly ProgrammeItem[], approved: Rational): CostProgramme['carriedOut'] {
  const fates = cutBy(kept, 'fate');
  const saving = (fate: Fate): Rational => fates.get(fate)?.saving ?? ZERO;
  const [executed, lost, atRisk] = [moneyOf(saving('executed')), moneyOf(saving('lost')), moneyOf(cutBy(kept, 'ends').get('yes')?.saving ?? ZERO)];
  const waiting = BigInt(moneyOf(approved).dong) - BigInt(executed.dong) - BigInt(lost.dong);
  return { executed, waiting: { exact: moneyOf(saving('waiting')).exact, dong: wholeDong(waiting.toString()) }, lost, atRisk };
}

/** The frozen baseline of each procedure once: a procedure reviewed twice keeps its first. */
function baselineOf(reviews: readonly Review[]): Rational {
  const first = new Map<string, VnSheet>();
  for (const { row, baseline } of reviews) if (baseline && !first.has(row.code)) first.set(row.code, baseline);
  return sum(
    [...first.values()].map((sheet) => {
      const model = modelOf('baseline', { before: sheet, after: null });
      return (model && measure(model, 'before', { concept: 'vnCompliance' }).recurring.total) ?? ZERO;
    }),
  );
}

type Entry = { readonly reviewId: string; readonly openedAt: Instant; readonly item: ProgrammeItem & { readonly overlapKey: string } };

/**
 * A review's rows, each under the change items that name it. Rows nobody names stand under the items that name no row at
 * all, and under `rest` when there are none: together the entries are the whole of both sheets.
 */
function entriesOf({ row, fateOf, items, before, after, baseline }: Review): readonly Entry[] {
  const model = modelOf(row.id, { before, after });
  if (!model || !before) return [];
  const sides = (['before', 'after'] as const).map((side) =>
    measure(model, side, { concept: 'vnCompliance' }).lines.filter((line) => line.kind === 'recurring'),
  );
  const silent = items.filter((item) => item.costLines.length === 0);
  const ownersOf = (line: string): readonly ChangeItem[] => {
    const owners = items.filter((item) => item.costLines.includes(line));
    return owners.length > 0 ? owners : silent;
  };
  const groups = new Map<string, { owners: readonly ChangeItem[]; fated: Fated | null; before: Rational; after: Rational; counted: number; missing: number }>();
  sides.forEach((lines, side) => {
    for (const line of lines) {
      const owners = ownersOf(line.id);
      const key = owners.length === 0 ? 'rest' : owners.map((item) => item.id).join('+');
      const group = groups.get(key) ?? { owners, fated: fateOf(line.id), before: ZERO, after: ZERO, counted: 0, missing: 0 };
      const amount = line.total ?? ZERO;
      groups.set(key, {
        owners,
        fated: group.fated,
        before: side === 0 ? group.before.add(amount) : group.before,
        after: side === 1 ? group.after.add(amount) : group.after,
        counted: group.counted + (line.status === 'missing' || line.status === 'notApplicable' ? 0 : 1),
        missing: group.missing + (line.status === 'missing' ? 1 : 0),
      });
    }
  });
  return [...groups].map(([name, group]): Entry => ({
    reviewId: row.id,
    openedAt: row.opened_at,
    item: {
      id: `${row.id} ${name}`,
      overlapKey: `${row.code} ${name}`,
      before: group.before,
      after: group.after,
      status: group.fated === null ? 'proposed' : group.fated.fate === 'executed' ? 'executed' : 'approved',
      inBaseline: baseline !== null,
      coverage: { counted: group.counted, missing: group.missing },
      cuts: {
        field: row.field ?? '',
        unit: row.unit,
        year: row.plan_year === null ? '' : String(row.plan_year),
        addressee: before.addressee ?? 'citizen',
        fate: group.fated?.fate ?? 'proposed',
        ends: group.fated?.ends ? 'yes' : 'no',
        changeType: group.owners.length === 0 ? 'none' : [...new Set(group.owners.map((item) => item.type))].sort().join('+'),
      },
    },
  }));
}

/** Of entries that contradict each other under one key, the furthest and then the newest counts, and the rest is named. */
function settle(entries: readonly Entry[]): { readonly kept: readonly ProgrammeItem[]; readonly conflicts: readonly Conflict[] } {
  const byKey = new Map<string, Entry[]>();
  for (const entry of entries) byKey.set(entry.item.overlapKey, [...(byKey.get(entry.item.overlapKey) ?? []), entry]);
  const conflicts: Conflict[] = [];
  const kept = [...byKey].flatMap(([key, group]) => {
    const [winner] = [...group].sort(
      (one, two) => ITEM_STATUSES.indexOf(two.item.status) - ITEM_STATUSES.indexOf(one.item.status) || (one.openedAt < two.openedAt ? 1 : -1),
    );
    if (!winner) return [];
    // The winner first: of equal amounts the first says what became of them.
    const same = [
      winner,
      ...group.filter((entry) => entry !== winner && entry.item.before.equals(winner.item.before) && entry.item.after.equals(winner.item.after)),
    ];
    const others = group.filter((entry) => !same.includes(entry));
    if (others.length > 0) conflicts.push({ key, counted: winner.reviewId, others: others.map((entry) => entry.reviewId) });
    return same.map((entry) => entry.item);
  });
  return { kept, conflicts };
}

function tariffsOf(reviews: readonly Review[]): CostProgramme['tariffs'] {
  const found = new Map<string, { tableId: string | null; vintage: string | null; hourlyIncome: NumberText | null; reviews: number }>();
  for (const { before } of reviews) {
    if (!before) continue;
    const { tableId = null, vintage = null, value } = before.hourlyIncome;
    const hourlyIncome = cellNumber(value);
    const number = tryNumber(hourlyIncome);
    const key = [tableId, vintage, number && !isZero(number) ? numberText(number) : hourlyIncome].join('\n');
    const known = found.get(key) ?? { tableId, vintage, hourlyIncome, reviews: 0 };
    found.set(key, { ...known, reviews: known.reviews + 1 });
  }
  return [...found.values()];
}
