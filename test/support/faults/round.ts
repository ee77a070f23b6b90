/** One round: reviews are opened, people act on them, parts are killed meanwhile; then everything is healed and comes to rest. */
import { setTimeout as pause } from 'node:timers/promises';
import type { ReviewId } from '../../../domain/shared/ids.js';
import { unrest } from '../../oracle/oracle.js';
import { aProcedure, aProposal } from '../province.js';
import { seeded } from '../seeded.js';
import { nextAct, type Pick, type World } from './acts.js';
import { gatherCrowd, type Crowd } from './crowd.js';
import { PARTS, type FaultStack, type Part } from './fault-stack.js';
import { panelRoute, silentRoute } from './fault-routes.js';
import type { Ledger } from './ledger.js';
import { seedRules } from '../../../commands/seed-rules.js';
import { newId } from '../../../commands/frame/new-id.js';
import type { Actor } from '../../../commands/frame/actor.js';
import type { PersonId, UnitId } from '../../../domain/shared/ids.js';

export type RoundPlan = {
  readonly seed: number;
  readonly acts: number;
  readonly kills: number;
  /** Working days the business clock may be moved by. */
  readonly days: number;
};

export type RoundTold = { readonly killed: Readonly<Record<Part, number>>; readonly kinds: ReadonlyMap<string, number>; readonly restedAfterMs: number };

/** At rest this long after healing. */
const REST_WITHIN_MS = 90_000;
const WALKERS = 3;
/** Who comes by besides the people who are asked. */
const PASSERS_BY = ['dauMoi@demo', 'truongphong.kstthc@demo', 'truongDonVi@demo', 'chuyenvien.snnmt@demo', 'quanLy@demo', 'thamtra2@demo', 'truong.stp@demo'];
/** Of each route, whose procedures they are. */
const LAUNCHES = [
  { routeKey: 'provincialReview', owner: 'snnmt' },
  { routeKey: 'faultPanel', owner: 'snnmt' },
  { routeKey: 'faultSilence', owner: 'snnmt' },
  { routeKey: 'ministryConsultation', owner: 'snnmt' },
  { routeKey: 'communeProposal', owner: 'p-benngu' },
] as const;

export const pickerOf = (seed: number): Pick => {
  const random = seeded(seed);
  return (list) => list[Math.floor(random() * list.length)] as never;
};

export type FaultWorld = World & { readonly crowd: Crowd; readonly launch: (round: number) => Promise<readonly ReviewId[]> };

/** The demo's province with the routes of the fault runs, and its people at the door. */
export async function openFaultWorld(stack: FaultStack, ledger: Ledger): Promise<FaultWorld> {
  const { reader, transact } = stack.database;
  const units = new Map((await reader.rows<{ code: string; id: UnitId }>('SELECT code, id FROM units')).map((row) => [row.code, row.id]));
  await seedRules(transact, { calendars: [], routes: [panelRoute(units.get('stp') as UnitId), silentRoute()] });
  const crowd = await gatherCrowd(stack.url, reader, ledger);
  const coordinator = await crowd.person('dauMoi@demo');
  const actor: Actor = { personId: coordinator.id as PersonId, onBehalfOf: null, channel: 'web', assurance: 'A3', receivedMono: performance.now() };
  return {
    crowd,
    units,
    logins: PASSERS_BY,
    days: { left: 0 },
    now: async () => Date.parse((await transact((tx) => tx.clock())).now),
    launch: async (round) => {
      const reviews: ReviewId[] = [];
      for (const [line, { routeKey, owner }] of LAUNCHES.entries()) {
        const codes = [1, 2].map((n) => `9.${String(round).padStart(3, '0')}${line}${n}0`);
        const key = newId('campaign', (await transact((tx) => tx.clock())).now).slice(-12);
        await stack.commands.importProcedures(actor, `faults-import-${key}`, {
          fileName: 'faults.json',
          fileHash: 'f'.repeat(64),
          mode: 'addOnly',
          drafts: codes.map((code) => ({ content: aProcedure(code), ownerUnitCode: owner })),
        });
        const { campaignId, problems } = await stack.commands.launchCampaign(actor, `faults-launch-${key}`, {
          name: `Vòng ${round}`,
          planYear: 2026,
          basis: 'b',
          basisDocument: 'KH 01',
          routeKey,
          procedures: codes.map((code) => ({ code, draft: aProposal() })),
        });
        if (problems.length > 0) throw new Error(`${routeKey}: ${JSON.stringify(problems)}`);
        const rows = await reader.rows<{ id: ReviewId }>('SELECT review_id AS id FROM campaign_items WHERE campaign_id = ? ORDER BY position', [campaignId]);
        reviews.push(...rows.map((row) => row.id));
      }
      return reviews;
    },
  };
}

export async function playRound(stack: FaultStack, world: FaultWorld, reviews: readonly ReviewId[], plan: RoundPlan): Promise<RoundTold> {
  world.days.left = plan.days;
  const kinds = new Map<string, number>();
  let left = plan.acts;
  let acting = true;
  const walk = async (walker: number): Promise<void> => {
    const pick = pickerOf(plan.seed * 31 + walker);
    for (let idle = 0; left > 0 && idle < 200;) {
      const next = await nextAct(world, reviews, pick);
      if (!next) {
        idle += 1;
        continue;
      }
      left -= 1;
      // Now and then somebody gives up after one try: his act is in doubt.
      const fate = await next.who.act(next.act, pick([1, ...Array.from({ length: 9 }, () => undefined)]));
      const name = `${next.act.kind} ${fate.word === 'refused' ? fate.code : fate.word}`;
      kinds.set(name, (kinds.get(name) ?? 0) + 1);
      await pause(pick([0, 100, 200, 400, 800]));
    }
  };
  const killed: Record<Part, number> = { worker: 0, relay: 0, temporal: 0, api: 0 };
  const breaking = Promise.all(PARTS.map((part, index) => breakPart(stack, part, pickerOf(plan.seed * 17 + index), plan.kills, killed, () => acting)));
  await Promise.all(Array.from({ length: WALKERS }, (_, walker) => walk(walker)));
  acting = false;
  await breaking;
  await stack.heal();
  const healed = Date.now();
  await comeToRest(stack);
  return { killed, kinds, restedAfterMs: Date.now() - healed };
}

/** Kills one part again and again at moments of the seed, and lets it lie for a seeded while. */
async function breakPart(stack: FaultStack, part: Part, pick: Pick, kills: number, killed: Record<Part, number>, going: () => boolean): Promise<void> {
  const moments = (upTo: number): readonly number[] => Array.from({ length: 20 }, (_, index) => (index * upTo) / 20);
  for (let time = 0; time < kills; time += 1) {
    await pause(pick(moments(6_000)));
    // The API is everybody's door: it dies less often, and never without somebody at it.
    if (part === 'api' && pick([true, false])) continue;
    if (time > 0 && !going()) return;
    await stack.slay(part);
    killed[part] += 1;
    await pause(pick(moments(5_000)));
    await stack.raise(part);
  }
}

/** Waits until nothing moves any more; whatever then still does is the oracle's to report. */
export async function comeToRest(stack: FaultStack, withinMs = REST_WITHIN_MS): Promise<void> {
  const end = Date.now() + withinMs;
  for (let calm = 0; calm < 2 && Date.now() < end;) {
    const moving = await unrest({ reader: stack.database.reader, temporal: stack.temporal });
    calm = moving.length === 0 ? calm + 1 : 0;
    await pause(500);
  }
}
