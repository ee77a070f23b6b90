/** Routes through their versions: the list, and one version with its findings, its proof and what it changed. */
import { SYNTHETIC_ROUTE } from '../domain/shared/access.js';
import type { Finding } from '../domain/route/finding.js';
import { findingName } from '../domain/route/finding.js';
import { compareRoutes, type RouteChange } from '../domain/route/compare-routes.js';
import type { RouteStatus } from '../domain/route/route-version.js';
import type { Route, StageKey } from '../domain/route/route.js';
import type { PublishProof } from '../domain/escalation/check-route.js';
import type { Text } from '../domain/shared/errors.js';
import type { Instant } from '../domain/shared/instant.js';
import type { Reader } from '../db/reader.js';
import { namePeople, nameUnits, type Names, type PersonName, type UnitName } from './people.js';

type Signed = { readonly by: PersonName; readonly at: Instant };

export type RouteVersionRow = {
  readonly version: number;
  readonly status: RouteStatus;
  readonly digest: string;
  readonly draftedAt: Instant | null;
  /** Null unless somebody asks for the approval of the text as it stands. */
  readonly submission: Signed | null;
  /** The last sending back, until the next submission. */
  readonly returned: (Signed & { readonly reason: string }) | null;
  /** Null while nobody has approved the text as it stands: an edit makes an approval void. */
  readonly approval: Signed | null;
  /** `by` is null for what the installation brought. */
  readonly publication: { readonly by: PersonName | null; readonly at: Instant } | null;
  readonly retiredAt: Instant | null;
  /** Reviews under way on this version. */
  readonly openReviews: number;
};

export type RouteRow = {
  readonly key: string;
  readonly name: Text;
  /** What a review launched now would follow; null while nothing is published. */
  readonly currentVersion: number | null;
  /** Newest first. */
  readonly versions: readonly RouteVersionRow[];
};

type Row = {
  route_key: string;
  version: number;
  status: RouteStatus;
  digest: string;
  name: string;
  drafted_at: Instant | null;
  submitted_by: string | null;
  submitted_at: Instant | null;
  returned_by: string | null;
  returned_at: Instant | null;
  return_reason: string | null;
  approved_by: string | null;
  approved_at: Instant | null;
  approved_digest: string | null;
  published_by: string | null;
  published_at: Instant | null;
  retired_at: Instant | null;
};

const COLUMNS =
  "route_key, version, status, digest, JSON_UNQUOTE(JSON_EXTRACT(body, '$.name')) AS name, drafted_at, submitted_by, submitted_at, returned_by, returned_at, return_reason, approved_by, approved_at, approved_digest, published_by, published_at, retired_at";

/** Every route by key. */
export async function listRoutes(reader: Reader): Promise<readonly RouteRow[]> {
  const rows = await reader.rows<Row>(`SELECT ${COLUMNS} FROM route_versions WHERE route_key <> ? ORDER BY route_key, version DESC`, [SYNTHETIC_ROUTE]);
  const people = await namePeople(reader, rows.flatMap(signers));
  const open = await openReviews(reader);
  return [...new Set(rows.map((row) => row.route_key))].map((key) => {
    const versions = rows.filter((row) => row.route_key === key);
    const current = versions.find((row) => row.status === 'published') ?? null;
    return {
      key,
      name: JSON.parse((current ?? (versions[0] as Row)).name) as Text,
      currentVersion: current && Number(current.version),
      versions: versions.map((row) => versionRow(row, people, open)),
    };
  });
}

const signers = (row: Row): readonly (string | null)[] => [row.submitted_by, row.returned_by, row.approved_by, row.published_by];

async function openReviews(reader: Reader): Promise<(key: string, version: number) => number> {
  const rows = await reader.rows<{ route_key: string; route_version: number; n: string }>(
    'SELECT route_key, route_version, COUNT(*) AS n FROM reviews WHERE outcome IS NULL GROUP BY route_key, route_version',
  );
  return (key, version) => Number(rows.find((row) => row.route_key === key && Number(row.route_version) === version)?.n ?? 0);
}

function versionRow(row: Row, people: Names<PersonName>, open: (key: string, version: number) => number): RouteVersionRow {
  const version = Number(row.version);
  return {
    version,
    status: row.status,
    digest: row.digest,
    draftedAt: row.drafted_at,
    submission: row.submitted_by !== null && row.submitted_at !== null ? { by: people(row.submitted_by), at: row.submitted_at } : null,
    returned:
      row.returned_by !== null && row.returned_at !== null ? { by: people(row.returned_by), at: row.returned_at, reason: row.return_reason ?? '' } : null,
    approval:
      row.approved_by !== null && row.approved_at !== null && row.approved_digest === row.digest ? { by: people(row.approved_by), at: row.approved_at } : null,
    publication: row.published_at === null ? null : { by: row.published_by === null ? null : people(row.published_by), at: row.published_at },
    retiredAt: row.retired_at,
    openReviews: open(row.route_key, version),
  };
}

export type ShownFinding = Finding & {
  /** By which a warning is acknowledged. */
  readonly name: string;
};

export type ProofTerm = {
  /** Null for the limit of the whole review. */
  readonly stage: StageKey | null;
  readonly unit: UnitName;
  readonly candidates: readonly PersonName[];
  readonly fallback: readonly PersonName[];
  readonly calendar: { readonly id: string; readonly version: number };
  readonly anchor: Instant;
  readonly dueAt: Instant;
  readonly longestDueAt: Instant;
  readonly rungs: readonly { readonly key: string; readonly at: Instant; readonly tells: readonly PersonName[] }[];
};

export type RouteVersionDetail = RouteVersionRow & {
  readonly key: string;
  readonly route: Route;
  readonly editors: readonly PersonName[];
  /** As of the last check: when drafted, or when published. */
  readonly findings: readonly ShownFinding[];
  readonly acknowledged: readonly string[];
  /** What a draft would take the place of, or the version before a published one, with what differs; null where there is none. */
  readonly comparedWith: number | null;
  readonly changes: readonly RouteChange[];
  readonly proof: { readonly at: Instant; readonly terms: readonly ProofTerm[] } | null;
};

type DetailRow = Row & { body: string; editors: string | null; findings: string | null; acknowledged: string | null; publish_proof: string | null };

/** Null when there is no such version. */
export async function findRouteVersion(reader: Reader, key: string, version: number): Promise<RouteVersionDetail | null> {
  const row = await reader.row<DetailRow>(
    `SELECT ${COLUMNS}, body, editors, findings, acknowledged, publish_proof FROM route_versions WHERE route_key = ? AND version = ?`,
    [key, version],
  );
  if (!row) return null;
  // A draft is read against what is followed now; what was published once, against the version before it.
  const before = await reader.row<{ version: number; body: string }>(
    row.status === 'draft'
      ? "SELECT version, body FROM route_versions WHERE route_key = ? AND version <> ? AND status = 'published' ORDER BY version DESC LIMIT 1"
      : "SELECT version, body FROM route_versions WHERE route_key = ? AND version < ? AND status <> 'draft' ORDER BY version DESC LIMIT 1",
    [key, version],
  );
  const route = JSON.parse(row.body) as Route;
  const editors = list<string>(row.editors);
  const proof = row.publish_proof === null ? null : (JSON.parse(row.publish_proof) as PublishProof);
  const told = proof?.terms.flatMap((term) => [...term.candidates, ...term.fallback, ...term.rungs.flatMap((rung) => rung.tells)]) ?? [];
  const people = await namePeople(reader, [...signers(row), ...editors, ...told]);
  const units = await nameUnits(reader, proof?.terms.map((term) => term.unitId) ?? []);
  return {
    ...versionRow(row, people, await openReviews(reader)),
    key,
    route,
    editors: editors.map(people),
    findings: list<Finding>(row.findings).map((finding) => ({ ...finding, name: findingName(finding) })),
    acknowledged: list<string>(row.acknowledged),
    comparedWith: before && Number(before.version),
    changes: before ? compareRoutes(JSON.parse(before.body) as Route, route) : [],
    proof: proof && {
      at: proof.at,
      terms: proof.terms.map((term) => ({
        stage: term.stage,
        unit: units(term.unitId),
        candidates: term.candidates.map(people),
        fallback: term.fallback.map(people),
        calendar: { id: term.calendarId, version: term.calendarVersion },
        anchor: term.anchor,
        dueAt: term.dueAt,
        longestDueAt: term.longestDueAt,
        rungs: term.rungs.map((rung) => ({ key: rung.key, at: rung.at, tells: rung.tells.map(people) })),
      })),
    },
  };
}

const list = <T>(json: string | null): readonly T[] => (json === null ? [] : (JSON.parse(json) as T[]));
