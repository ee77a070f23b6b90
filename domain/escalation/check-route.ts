/**
 * Whether a route may be published: every finding at once, with the proof that each rung can fire and reach somebody.
 * A stage that depends on the owning unit is tried for each of them; what fails for some of them only is a warning.
 */
import { checkRouteText } from '../route/check-route.js';
import { refuse, warn, wholeRoute, type Finding } from '../route/finding.js';
import type { Route, Stage } from '../route/route.js';
import { isCovered } from '../review/content-digest.js';
import type { Instant } from '../shared/instant.js';
import type { UnitId } from '../shared/ids.js';
import { armReviewLimit, armStage, type Armed, type ArmedTerm, type Trials } from './arm-route.js';
import { checkClockKeeper, checkSeats, variesByOwner } from './check-seats.js';
import type { RouteWorld } from './route-world.js';

/** What publishing keeps as evidence: when each rung would have fired, and whom it would have told. */
export type PublishProof = { readonly at: Instant; readonly terms: readonly ArmedTerm[] };

export type Examination = { readonly findings: readonly Finding[]; readonly proof: PublishProof };

export const checkRoute = (route: Route, world: RouteWorld): readonly Finding[] => examineRoute(route, world).findings;

export function examineRoute(route: Route, world: RouteWorld): Examination {
  const [anyOwner] = world.owners;
  if (anyOwner === undefined) {
    return {
      findings: [
        refuse(
          'no_holder',
          wholeRoute(),
          'Chưa có đơn vị nào để chủ trì rà soát. Nhập đơn vị trước khi công bố quy trình.',
          'There is no unit to own a review. Enter units before publishing a route.',
        ),
      ],
      proof: { at: world.now, terms: [] },
    };
  }
  const trials: Trials = new Map();
  const stages = route.stages.map((stage) =>
    overOwners(variesByOwner(stage) ? world.owners : [anyOwner], world, (owner) => examineStage(route, stage, owner, world, trials)),
  );
  const limit = overOwners(world.owners, world, (owner) => armReviewLimit(route, owner, world, trials));
  return {
    findings: [
      ...checkRouteText(route, world.today, world.channels),
      ...uncovered(route, world.fields),
      ...checkClockKeeper(route, world),
      ...limit.findings,
      ...stages.flatMap((stage) => stage.findings),
    ],
    proof: { at: world.now, terms: [...limit.terms, ...stages.flatMap((stage) => stage.terms)] },
  };
}

function examineStage(route: Route, stage: Stage, owner: UnitId, world: RouteWorld, trials: Trials): Armed {
  const armed = armStage(route, stage, owner, world, trials);
  return { terms: armed.terms, findings: [...checkSeats(route, stage, owner, world), ...armed.findings] };
}

const identity = (finding: Finding): string => [finding.code, finding.severity, finding.pointer, finding.sentence.vi].join('\n');

/** One list for many owners: what all of them meet stays as it is, what some meet names them and warns. */
function overOwners(owners: readonly UnitId[], world: RouteWorld, examine: (owner: UnitId) => Armed): Armed {
  const results = owners.map((owner) => ({ owner, ...examine(owner) }));
  const met = new Map<string, { readonly finding: Finding; readonly owners: Set<UnitId> }>();
  for (const { owner, findings } of results) {
    for (const finding of findings) {
      const entry = met.get(identity(finding)) ?? { finding, owners: new Set<UnitId>() };
      entry.owners.add(owner);
      met.set(identity(finding), entry);
    }
  }
  const seen = new Set<string>();
  return {
    findings: [...met.values()].map(({ finding, owners: by }) => (by.size === owners.length ? finding : onlyFor(finding, [...by], world))),
    // Owners that resolve to the same unit make the same term.
    terms: results
      .flatMap((result) => result.terms)
      .filter((term) => {
        const key = `${term.stage} ${term.unitId}`;
        return seen.has(key) ? false : (seen.add(key), true);
      }),
  };
}

const NAMED = 3;

function onlyFor(finding: Finding, owners: readonly UnitId[], world: RouteWorld): Finding {
  const names = owners
    .slice(0, NAMED)
    .map((owner) => world.unitName(owner))
    .join(', ');
  const more = owners.length - NAMED;
  const { vi, en } = finding.sentence;
  const { code, stage, rung, pointer } = finding;
  return warn(
    code,
    { stage, rung, pointer },
    `${vi} Khi đơn vị chủ trì là: ${names}${more > 0 ? ` và ${more} đơn vị khác` : ''}.`,
    `${en} When the owner is: ${names}${more > 0 ? ` and ${more} more` : ''}.`,
  );
}

function uncovered(route: Route, fields: readonly string[]): readonly Finding[] {
  const patterns = [...route.stages.flatMap((stage) => stage.covers), ...(route.uncovered ?? [])];
  return fields
    .filter((field) => !isCovered(field, patterns))
    .map((field) =>
      refuse(
        'field_uncovered',
        wholeRoute('/stages'),
        `Không bước nào chịu trách nhiệm về “${field}”. Thêm vào “covers” của một bước, hoặc ghi vào “uncovered” nếu cố ý.`,
        `No stage answers for “${field}”. Add it to the “covers” of a stage, or list it under “uncovered” when that is meant.`,
      ),
    );
}
