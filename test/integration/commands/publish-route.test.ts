import { createCommands, type Commands } from '../../../commands/index.js';
import { sha256 } from '../../../commands/frame/audit-chain.js';
import { findCurrentRoute, findRoute } from '../../../db/repositories/rules.repository.js';
import { updateRouteDraft } from '../../../db/repositories/route.repository.js';
import { loadRulebook } from '../../../queries/rulebook.js';
import type { PublishProof } from '../../../domain/escalation/check-route.js';
import { findingName, type Finding } from '../../../domain/route/finding.js';
import type { Route } from '../../../domain/route/route.js';
import { PROVINCIAL_REVIEW } from '../../../domain/route/shipped-routes.js';
import { DomainError } from '../../../domain/shared/errors.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { routeWith } from '../../support/law.js';
import { buildProvince, launchReviews, type Province, type Seat } from '../../support/province.js';

jest.setTimeout(120_000);

let database: TestDatabase;
let commands: Commands;
let province: Province;
let keys = 0;
const key = (): string => `route-key-${(keys += 1)}`;

beforeAll(async () => {
  database = await freshDatabase();
  commands = createCommands(database.transact);
  province = await buildProvince(database.transact);
  await launchReviews(commands, province, ['1.800001']);
});
afterAll(() => database.drop());

const refusalOf = async (act: Promise<unknown>): Promise<DomainError> => {
  try {
    await act;
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('was accepted');
};
const codeOf = async (act: Promise<unknown>): Promise<string> => (await refusalOf(act)).code;

/** A route under a key of its own whose limit tells its states apart. */
const aRoute = (routeKey: string, workingDays = 6): Route => ({
  ...routeWith('appraise', { limit: { workingDays, extend: { maxTimes: 1, maxTotal: 5 } } }),
  key: routeKey,
});
const draft = (route: Route, replaces: { readonly version: number; readonly digest: string } | null = null, seat: Seat = 'coordinator') =>
  commands.draftRoute(province.actor(seat), key(), { route, replaces });
const warningsOf = (findings: readonly Finding[]): readonly string[] => findings.filter((finding) => finding.severity === 'warn').map(findingName);
const submit = (
  of: { readonly routeKey: string; readonly version: number; readonly digest: string; readonly findings: readonly Finding[] },
  acknowledged: readonly string[] = warningsOf(of.findings),
) => commands.submitRoute(province.actor('coordinator'), key(), { routeKey: of.routeKey, version: of.version, digest: of.digest, acknowledged });
const approve = (of: { readonly routeKey: string; readonly version: number; readonly digest: string }, seat: Seat = 'leader') =>
  commands.approveRoute(province.actor(seat), key(), { routeKey: of.routeKey, version: of.version, digest: of.digest });
const publish = (
  of: { readonly routeKey: string; readonly version: number; readonly digest: string },
  acknowledged: readonly string[] = [],
  seat: Seat = 'coordinator',
) => commands.publishRoute(province.actor(seat), key(), { routeKey: of.routeKey, version: of.version, digest: of.digest, acknowledged });
const rowOf = async (routeKey: string, version: number) => {
  const row = await database.reader.row<{
    status: string;
    digest: string;
    body: string;
    submitted_by: string | null;
    returned_by: string | null;
    return_reason: string | null;
    approved_by: string | null;
    publish_proof: string | null;
    acknowledged: string | null;
  }>(
    'SELECT status, digest, body, submitted_by, returned_by, return_reason, approved_by, publish_proof, acknowledged FROM route_versions WHERE route_key = ? AND version = ?',
    [routeKey, version],
  );
  if (!row) throw new Error(`no version ${version} of ${routeKey}`);
  return row;
};

/** A draft whose warnings are answered for, put before a second person. */
async function submitted(route: Route, replaces: { readonly version: number; readonly digest: string } | null = null) {
  const drafted = await draft(route, replaces);
  await submit(drafted);
  return drafted;
}

/** Drafted, submitted with its warnings acknowledged, approved by a second person, published. */
async function published(route: Route): Promise<{ readonly routeKey: string; readonly version: number; readonly digest: string }> {
  const drafted = await submitted(route);
  await approve(drafted);
  await publish(drafted);
  return drafted;
}

describe('publish-approval-bound-to-digest', () => {
  it('publish-approval-bound-to-digest: an edit after the approval makes it void, and a new approval is needed', async () => {
    const first = await submitted(aRoute('boundRoute', 6));
    await approve(first);
    const second = await draft(aRoute('boundRoute', 7), first);
    expect([second.version, second.digest === first.digest]).toEqual([first.version, false]);
    expect((await rowOf('boundRoute', 1)).approved_by).toBeNull();
    expect(await codeOf(publish(second, warningsOf(second.findings)))).toBe('route_not_approved');
    expect(await codeOf(publish(first, warningsOf(first.findings)))).toBe('route_changed');
    expect(await codeOf(approve(first))).toBe('route_changed');
    expect(await codeOf(approve(second))).toBe('route_not_submitted');
    await submit(second);
    await approve(second);
    await publish(second, warningsOf(second.findings));
    expect(await rowOf('boundRoute', 1)).toMatchObject({ status: 'published', digest: second.digest });
  });

  it('publish-approval-bound-to-digest: nobody approves what he wrote any part of', async () => {
    const first = await submitted(aRoute('twoPeople', 6));
    expect(await codeOf(approve(first, 'coordinator'))).toBe('second_person_needed');
    expect(await codeOf(approve(first, 'officer'))).toBe('not_permitted');
    expect(await codeOf(draft(aRoute('twoPeople', 7), first, 'leader'))).toBe('not_permitted');
    expect(await codeOf(publish(first, warningsOf(first.findings)))).toBe('route_not_approved');
    await approve(first, 'appraiser');
    expect((await rowOf('twoPeople', 1)).approved_by).toBe(province.people.appraiser);
  });

  it('publish-approval-bound-to-digest: of an edit and an approval at the same time, either the edit voids it or it comes too late', async () => {
    for (let round = 0; round < 5; round += 1) {
      const first = await submitted(aRoute(`race${round}`, 6));
      const [edit, approval] = await Promise.allSettled([draft(aRoute(`race${round}`, 7), first), approve(first)]);
      expect(edit.status).toBe('fulfilled');
      if (approval.status === 'rejected') expect((approval.reason as DomainError).code).toBe('route_changed');
      expect((await rowOf(`race${round}`, 1)).approved_by).toBeNull();
    }
  });
});

describe('submitting', () => {
  it('is refused with every finding, and nobody is asked to approve', async () => {
    const bad: Route = {
      ...aRoute('badRoute'),
      stages: aRoute('badRoute').stages.map((stage) => (stage.key === 'approve' ? { ...stage, minAssurance: 'A1', ladder: [], fallback: [] } : stage)),
    };
    const drafted = await draft(bad);
    const refusal = await refusalOf(submit(drafted));
    const told = (refusal.details['findings'] as readonly Finding[]).filter((finding) => finding.severity === 'refuse').map((finding) => finding.code);
    expect([refusal.code, told]).toEqual(['route_refused', ['assurance_too_low', 'fallback_missing', 'escalate_without_ladder']]);
    expect(drafted.findings.filter((finding) => finding.severity === 'refuse').map((finding) => finding.code)).toEqual(told);
    expect(await codeOf(approve(drafted))).toBe('route_not_submitted');
    expect(await rowOf('badRoute', 1)).toMatchObject({ status: 'draft', submitted_by: null, publish_proof: null });
  });

  it('needs each warning acknowledged by its name', async () => {
    const drafted = await draft(aRoute('warned'));
    const names = warningsOf(drafted.findings);
    // In this province nobody heads the committee, so rungs that also tell the head reach the others only.
    expect(names.length).toBeGreaterThan(1);
    const refusal = await refusalOf(submit(drafted, names.slice(1)));
    expect([refusal.code, refusal.details['names']]).toEqual(['route_warnings_open', names.slice(0, 1)]);
    await submit(drafted, names);
    expect(await rowOf('warned', 1)).toMatchObject({ submitted_by: province.people.coordinator, acknowledged: JSON.stringify(names) });
  });

  it('is sent back with a reason by a second person; submitted again, it is approved', async () => {
    const drafted = await submitted(aRoute('sentBack'));
    const back = (seat: Seat, reason = 'Thời hạn thẩm tra quá dài') =>
      commands.returnRoute(province.actor(seat), key(), { routeKey: 'sentBack', version: 1, digest: drafted.digest, reason });
    expect(await codeOf(back('coordinator'))).toBe('second_person_needed');
    expect(await codeOf(back('leader', ' '))).toBe('comment_required');
    await approve(drafted, 'appraiser');
    await back('leader');
    expect(await rowOf('sentBack', 1)).toMatchObject({ submitted_by: null, approved_by: null, returned_by: province.people.leader });
    expect(await codeOf(approve(drafted))).toBe('route_not_submitted');
    expect(await codeOf(back('leader'))).toBe('route_not_submitted');
    await submit(drafted);
    expect(await rowOf('sentBack', 1)).toMatchObject({ returned_by: null, return_reason: null });
    await approve(drafted);
    await publish(drafted);
  });
});

describe('publishing', () => {
  it('is refused with every finding when what it rests on has gone since the approval, and nothing is published', async () => {
    const drafted = await submitted(aRoute('movedWorld'));
    await approve(drafted);
    await database.source.query("UPDATE holdings SET valid_to = '2025-06-01' WHERE role = 'leader'");
    const refusal = await refusalOf(publish(drafted, warningsOf(drafted.findings)));
    await database.source.query("UPDATE holdings SET valid_to = NULL WHERE role = 'leader'");
    expect([refusal.code, (refusal.details['findings'] as readonly Finding[]).map((finding) => finding.code)]).toEqual([
      'route_refused',
      expect.arrayContaining(['no_holder']),
    ]);
    expect(await rowOf('movedWorld', 1)).toMatchObject({ status: 'draft', publish_proof: null });
    expect(await database.transact((tx) => findCurrentRoute(tx, 'movedWorld'))).toBeNull();
  });

  it('keeps the proof: instants and people of every rung, and its digest in the chain', async () => {
    const { routeKey, version } = await published(aRoute('proved'));
    const row = await rowOf(routeKey, version);
    const proof = JSON.parse(row.publish_proof ?? 'null') as PublishProof;
    const approval = proof.terms.find((term) => term.stage === 'approve');
    expect(approval?.candidates).toEqual([province.people.leader]);
    expect(approval?.rungs.find((rung) => rung.key === 'late1')?.tells).toEqual([province.people.leader, province.people.coordinator]);
    const facts = await database.reader.rows<{ seq: number; type: string; payload: string; previous_hash: string; hash: string }>(
      'SELECT seq, type, payload, previous_hash, hash FROM facts WHERE stream_id = ? ORDER BY seq',
      [`route-${routeKey}`],
    );
    expect(facts.map((fact) => fact.type)).toEqual(['RouteDrafted', 'RouteSubmitted', 'RouteApproved', 'RoutePublished']);
    facts.forEach((fact, index) => {
      expect(fact.previous_hash).toBe(facts[index - 1]?.hash ?? '0'.repeat(64));
      expect(fact.hash).toBe(sha256([fact.previous_hash, `route-${routeKey}`, fact.seq, fact.payload].join('\n')));
    });
    expect((JSON.parse(facts[3]?.payload ?? '{}') as { approvedBy: string }).approvedBy).toBe(province.people.leader);
  });

  it('twice with one key is once', async () => {
    const drafted = await submitted(aRoute('repeated'));
    await approve(drafted);
    const command = { routeKey: 'repeated', version: 1, digest: drafted.digest, acknowledged: warningsOf(drafted.findings) };
    const first = await commands.publishRoute(province.actor('coordinator'), 'publish-once-1', command);
    const again = await commands.publishRoute(province.actor('coordinator'), 'publish-once-1', command);
    expect(again).toEqual({ ...first, replayed: true });
    expect(await codeOf(commands.publishRoute(province.actor('coordinator'), 'publish-once-1', { ...command, acknowledged: [] }))).toBe('key_reused');
    expect(await database.reader.rows("SELECT seq FROM facts WHERE stream_id = 'route-repeated'")).toHaveLength(4);
  });

  it('is asked of those whose post allows it', async () => {
    const drafted = await submitted(aRoute('allowed'));
    await approve(drafted);
    for (const seat of ['officer', 'head', 'leader', 'finance'] as const) expect(await codeOf(publish(drafted, [], seat))).toBe('not_permitted');
  });
});

describe('published-version-immutable', () => {
  it('published-version-immutable: no command edits, approves or publishes it again; an edit becomes the next version', async () => {
    const first = await published(aRoute('fixedRoute', 6));
    const before = await rowOf('fixedRoute', 1);
    expect(await codeOf(draft(aRoute('fixedRoute', 7), first))).toBe('route_not_draft');
    expect(await codeOf(approve(first))).toBe('route_not_draft');
    expect(await codeOf(publish(first, []))).toBe('route_not_draft');
    const next = await draft(aRoute('fixedRoute', 7));
    expect(next.version).toBe(2);
    expect(await rowOf('fixedRoute', 1)).toEqual(before);
  });

  it('published-version-immutable: nor does the repository, whoever asks it', async () => {
    await published(aRoute('closedRoute', 6));
    const before = await rowOf('closedRoute', 1);
    expect(await database.transact((tx) => updateRouteDraft(tx, 'closedRoute', 1, { body: aRoute('closedRoute', 9), digest: 'f'.repeat(64) }))).toBe(false);
    await commands.retireRoute(province.actor('coordinator'), key(), { routeKey: 'closedRoute', version: 1, reason: 'Thay bằng bản mới' });
    expect(await database.transact((tx) => updateRouteDraft(tx, 'closedRoute', 1, { status: 'published' }))).toBe(false);
    expect(await rowOf('closedRoute', 1)).toEqual({ ...before, status: 'retired' });
  });

  it('published-version-immutable: a draft is no route anybody walks, and is read afresh once published', async () => {
    const first = await draft(aRoute('hidden', 6));
    expect(await database.transact((tx) => findRoute(tx, 'hidden', 1))).toBeNull();
    await expect(loadRulebook(database.reader).then((rules) => rules.route('hidden', 1))).rejects.toThrow('is not stored');
    const second = await submitted(aRoute('hidden', 8), first);
    await approve(second);
    await publish(second, warningsOf(second.findings));
    expect((await loadRulebook(database.reader)).route('hidden', 1).stages.find((stage) => stage.key === 'appraise')?.limit).toMatchObject({ workingDays: 8 });
  });
});

describe('versions and reviews', () => {
  it('a review keeps the version it began with; the next launch follows the newest, and after a retirement the one before', async () => {
    const shorter = { ...routeWith('assess', { limit: { workingDays: 8, extend: { maxTimes: 2, maxTotal: 10 } } }) };
    const drafted = await submitted(shorter);
    expect(drafted).toMatchObject({ routeKey: 'provincialReview', version: 2 });
    await approve(drafted);
    await publish(drafted, warningsOf(drafted.findings));
    await launchReviews(commands, province, ['1.800002']);
    await commands.retireRoute(province.actor('coordinator'), key(), { routeKey: 'provincialReview', version: 2, reason: 'Thời hạn quá ngắn' });
    await launchReviews(commands, province, ['1.800003']);
    const rows = await database.reader.rows<{ route_version: number }>(
      'SELECT r.route_version FROM reviews r JOIN procedures p ON p.id = r.procedure_id ORDER BY p.code',
    );
    expect(rows.map((row) => Number(row.route_version))).toEqual([1, 2, 1]);
    const [walking] = await database.reader.rows<{ id: string }>(
      "SELECT r.id FROM reviews r JOIN procedures p ON p.id = r.procedure_id WHERE p.code = '1.800002'",
    );
    await commands.withdrawReview(province.actor('coordinator'), key(), { reviewId: walking?.id as never, reason: 'Dừng' });
  });

  it('two drafts begun at once get numbers of their own', async () => {
    const drafts = await Promise.all([5, 6, 7, 8].map((days) => draft(aRoute('crowded', days))));
    expect(drafts.map((one) => one.version).sort()).toEqual([1, 2, 3, 4]);
  });

  it('an unchanged draft, an unknown version, a retirement without a reason are refused', async () => {
    const first = await draft(aRoute('odds', 6));
    expect(await codeOf(draft(aRoute('odds', 6), first))).toBe('nothing_changed');
    expect(await codeOf(draft(aRoute('odds', 6), { version: 9, digest: first.digest }))).toBe('not_found');
    expect(await codeOf(approve({ routeKey: 'nowhere', version: 1, digest: first.digest }))).toBe('not_found');
    expect(await codeOf(commands.retireRoute(province.actor('coordinator'), key(), { routeKey: 'provincialReview', version: 1, reason: ' ' }))).toBe(
      'comment_required',
    );
    expect(await codeOf(commands.retireRoute(province.actor('coordinator'), key(), { routeKey: 'odds', version: 1, reason: 'Dừng' }))).toBe(
      'route_not_published',
    );
    expect(await database.reader.rows("SELECT route_key FROM routes WHERE route_key = 'nowhere'")).toEqual([]);
    expect(await codeOf(draft({ ...PROVINCIAL_REVIEW, stages: [] }))).toBe('route_invalid');
  });
});
