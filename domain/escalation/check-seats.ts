/** Whether the seats of a stage are held today, by enough people, with others to fall back on. */
import { inStage, refuse, warn, wholeRoute, type Finding } from '../route/finding.js';
import type { Route, Seat, Stage, UnitRef, Who } from '../route/route.js';
import { holdersOf, resolveSeats, resolveUnits, type ResolvedSeat } from '../review/directory.js';
import type { Instant } from '../shared/instant.js';
import type { PersonId, UnitId } from '../shared/ids.js';
import type { RouteWorld } from './route-world.js';

/** The unit of another stage is known only while a review runs, so nothing can be proved about it beforehand. */
const namesStage = (ref: UnitRef): boolean => typeof ref === 'object' && ('sameAs' in ref || ('parentOf' in ref && namesStage(ref.parentOf)));
const dependsOnOwner = (ref: UnitRef): boolean => ref === 'owner' || (typeof ref === 'object' && 'parentOf' in ref && dependsOnOwner(ref.parentOf));

/** Whether a stage resolves to other people for another owning unit. */
export const variesByOwner = (stage: Stage): boolean => [...stage.who, ...stage.fallback, ...reassignTargets(stage)].some((seat) => dependsOnOwner(seat.unit));

const reassignTargets = (stage: Stage): Who =>
  [...stage.reminders, ...stage.ladder].flatMap((rung) => (rung.act && 'reassign' in rung.act ? rung.act.reassign : []));

/** The seats of a stage as a review of this owner would find them today, those nobody holds left out. */
export function heldSeats(who: Who, owner: UnitId, world: RouteWorld): readonly ResolvedSeat[] {
  return resolveSeats(
    who.filter((seat) => !namesStage(seat.unit)),
    owner,
    world.directory,
  ).filter((seat) => seat.personIds.length > 0);
}

export const peopleOf = (seats: readonly ResolvedSeat[]): readonly PersonId[] => [...new Set(seats.flatMap((seat) => seat.personIds))];

export function checkSeats(route: Route, stage: Stage, owner: UnitId, world: RouteWorld): readonly Finding[] {
  const who = peopleOf(heldSeats(stage.who, owner, world));
  const fallback = peopleOf(heldSeats(stage.fallback, owner, world));
  const findings = [
    ...stage.who.flatMap((seat, index) => emptySeats(route, stage, seat, `/who/${index}`, owner, world)),
    ...stage.fallback.flatMap((seat, index) => emptySeats(route, stage, seat, `/fallback/${index}`, owner, world)),
    ...severalUnits(route, stage, owner, world),
    ...quorumFindings(route, stage, owner, world),
  ];
  if (fallback.length > 0 && fallback.length === who.length && fallback.every((person) => who.includes(person))) {
    findings.push(
      refuse(
        'fallback_same_people',
        inStage(route, stage.key, '/fallback'),
        `Người thay ở bước “${stage.name.vi}” trùng với người được giao. Nêu người khác.`,
        `Those to fall back on at the stage “${stage.name.en}” are the very people asked first. Name others.`,
      ),
    );
  }
  return findings;
}

function emptySeats(route: Route, stage: Stage, seat: Seat, below: string, owner: UnitId, world: RouteWorld): readonly Finding[] {
  const place = inStage(route, stage.key, below);
  if (namesStage(seat.unit)) {
    return [
      refuse(
        'no_holder',
        place,
        `Bước “${stage.name.vi}” lấy đơn vị của một bước khác nên không biết trước ai giữ vai trò. Nêu đơn vị hoặc vai trò cụ thể.`,
        `The stage “${stage.name.en}” takes the unit of another stage, so who holds the post cannot be known beforehand. Name a unit or a post.`,
      ),
    ];
  }
  const units = resolveUnits(seat.unit, owner, world.directory);
  if (units.length === 0) {
    return [
      refuse(
        'no_holder',
        place,
        `Bước “${stage.name.vi}”: không có đơn vị nào ứng với vai trò ${seat.role}. Giao vai trò này cho một đơn vị.`,
        `The stage “${stage.name.en}”: no unit answers for the post ${seat.role}. Give the post to a unit.`,
      ),
    ];
  }
  const named = typeof seat.unit === 'object' && ('fixed' in seat.unit || 'each' in seat.unit);
  return units
    .filter((unit) => heldSeats([{ unit: { fixed: unit }, role: seat.role }], owner, world).length === 0)
    .map((unit) => {
      const of = named ? { vi: ` của ${world.unitName(unit)}`, en: ` of ${world.unitName(unit)}` } : { vi: '', en: '' };
      return refuse(
        'no_holder',
        place,
        `Bước “${stage.name.vi}”: hôm nay không ai giữ vai trò ${seat.role}${of.vi}. Bổ nhiệm người hoặc đổi vai trò.`,
        `The stage “${stage.name.en}”: nobody holds the post ${seat.role}${of.en} today. Appoint someone, or choose another post.`,
      );
    });
}

/** A task that one answer settles stands with one unit: on its calendar, charged to it. */
function severalUnits(route: Route, stage: Stage, owner: UnitId, world: RouteWorld): readonly Finding[] {
  const units = new Set(stage.who.filter((seat) => !namesStage(seat.unit)).flatMap((seat) => resolveUnits(seat.unit, owner, world.directory)));
  if (stage.mode.t !== 'one' || units.size < 2) return [];
  const names = [...units].map((unit) => world.unitName(unit)).join(', ');
  return [
    refuse(
      'one_over_units',
      inStage(route, stage.key, '/who'),
      `Bước “${stage.name.vi}” chỉ cần một ý kiến nhưng nêu nhiều đơn vị (${names}), nên chỉ đơn vị đầu được hỏi. Chọn cách “từng đơn vị” hoặc nêu một đơn vị.`,
      `The stage “${stage.name.en}” needs one answer and names several units (${names}), so only the first would be asked. Choose “each unit”, or name one unit.`,
    ),
  ];
}

function quorumFindings(route: Route, stage: Stage, owner: UnitId, world: RouteWorld): readonly Finding[] {
  const seats = heldSeats(stage.who, owner, world);
  const place = inStage(route, stage.key, '/mode');
  if (stage.mode.t === 'quorum') {
    // Who stands in for a member has no vote of his own.
    const members = new Set(seats.flatMap((seat) => holdersOf(world.directory, seat.unitId, seat.role))).size;
    const { need } = stage.mode;
    if (need > members) {
      return [
        refuse(
          'quorum_impossible',
          place,
          `Bước “${stage.name.vi}” cần ${need} người đồng ý nhưng chỉ có ${members} người. Giảm số cần hoặc thêm người.`,
          `The stage “${stage.name.en}” needs ${need} approvals and has ${members} people. Lower the number or add people.`,
        ),
      ];
    }
    if (need === members && stage.duties.exclude.length > 0) {
      return [
        warn(
          'quorum_impossible',
          place,
          `Bước “${stage.name.vi}” cần đủ mọi thành viên; chỉ một người bị loại vì trùng vai trò là không đủ. Cân nhắc giảm số cần.`,
          `The stage “${stage.name.en}” needs every member; one who is excluded makes the quorum impossible. Consider a lower number.`,
        ),
      ];
    }
  }
  if (stage.mode.t === 'perUnit' && stage.mode.needUnits !== 'all') {
    const units = new Set(seats.map((seat) => seat.unitId)).size;
    if (stage.mode.needUnits > units) {
      return [
        refuse(
          'quorum_impossible',
          place,
          `Bước “${stage.name.vi}” cần ý kiến của ${stage.mode.needUnits} đơn vị nhưng chỉ có ${units} đơn vị. Giảm số cần hoặc thêm đơn vị.`,
          `The stage “${stage.name.en}” needs ${stage.mode.needUnits} units and has ${units}. Lower the number or add units.`,
        ),
      ];
    }
  }
  return [];
}

/** A post that ends before the work it is to do is due: told, so that a successor is named in time. */
export function endingPosts(route: Route, stage: Stage, seats: readonly ResolvedSeat[], dueAt: Instant, world: RouteWorld): readonly Finding[] {
  const ends = world.holdingEnds.filter(
    (end) =>
      end.until <= dueAt.slice(0, 10) && seats.some((seat) => seat.unitId === end.unitId && seat.role === end.role && seat.personIds.includes(end.personId)),
  );
  const [first] = ends.toSorted((a, b) => (a.until < b.until ? -1 : 1));
  return first === undefined
    ? []
    : [
        warn(
          'no_holder',
          inStage(route, stage.key, '/who'),
          `Bước “${stage.name.vi}”: vai trò ${first.role} có người thôi giữ từ ${first.until}, trước hạn dự kiến ${dueAt.slice(0, 10)}. Cử người kế nhiệm.`,
          `The stage “${stage.name.en}”: a post ${first.role} ends on ${first.until}, before the expected due date ${dueAt.slice(0, 10)}. Name a successor.`,
        ),
      ];
}

/** Who keeps the clocks must exist: nobody else grants an extension. */
export function checkClockKeeper(route: Route, world: RouteWorld): readonly Finding[] {
  const role = route.clockKeeper ?? 'coordinator';
  return world.directory.holdings.some((holding) => holding.role === role)
    ? []
    : [
        refuse(
          'no_holder',
          wholeRoute('/clockKeeper'),
          `Hôm nay không ai giữ vai trò ${role} để giữ đồng hồ của quy trình. Bổ nhiệm người hoặc đổi vai trò.`,
          `Nobody holds the post ${role}, which keeps the clocks of the route. Appoint someone, or choose another post.`,
        ),
      ];
}
