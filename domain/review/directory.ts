/**
 * Who holds which post at one instant, and which seats a stage resolves to.
 * Posts are bound to units by dated holdings; names of bodies never stand in code.
 */
import type { PersonId, UnitId } from '../shared/ids.js';
import type { Audience, Role, Seat, UnitRef, Who } from '../route/route.js';

export type DirectoryUnit = { readonly id: UnitId; readonly parentId: UnitId | null };
export type Holding = { readonly personId: PersonId; readonly unitId: UnitId; readonly role: Role };

/** Units and the holdings valid at the instant the command runs. */
export type Directory = { readonly units: readonly DirectoryUnit[]; readonly holdings: readonly Holding[] };

/** A seat of a stage, resolved: one unit, one role, the people who hold it. */
export type ResolvedSeat = { readonly unitId: UnitId; readonly role: Role; readonly personIds: readonly PersonId[] };

export const holdersOf = (directory: Directory, unitId: UnitId, role: Role): readonly PersonId[] =>
  directory.holdings.filter((holding) => holding.unitId === unitId && holding.role === role).map((holding) => holding.personId);

export const holds = (directory: Directory, personId: PersonId, unitId: UnitId, role: Role): boolean =>
  directory.holdings.some((holding) => holding.personId === personId && holding.unitId === unitId && holding.role === role);

/** The units a reference names, in order, without repeats. */
export function resolveUnits(ref: UnitRef, owner: UnitId, directory: Directory): readonly UnitId[] {
  if (ref === 'owner') return [owner];
  if ('fixed' in ref) return [ref.fixed];
  if ('each' in ref) return [...new Set(ref.each)];
  if ('holderOf' in ref) return [...new Set(directory.holdings.filter((holding) => holding.role === ref.holderOf).map((holding) => holding.unitId))].slice(0, 1);
  if ('parentOf' in ref) {
    return resolveUnits(ref.parentOf, owner, directory).flatMap((id) => directory.units.find((unit) => unit.id === id)?.parentId ?? []);
  }
  throw new Error(`unit reference to another stage is resolved by the caller: ${JSON.stringify(ref)}`);
}

/** The seats of a stage with the people who hold them now; a seat nobody holds is kept, empty. */
export function resolveSeats(who: Who, owner: UnitId, directory: Directory): readonly ResolvedSeat[] {
  return who.flatMap((seat: Seat) =>
    resolveUnits(seat.unit, owner, directory).map((unitId) => ({ unitId, role: seat.role, personIds: holdersOf(directory, unitId, seat.role) })),
  );
}

/** The people a rung tells, resolved when it fires; nobody twice. */
export function resolveAudience(
  audiences: readonly Audience[],
  task: { readonly unitId: UnitId; readonly candidates: readonly PersonId[] } | null,
  directory: Directory,
): readonly PersonId[] {
  const everyone = (role: Role): readonly PersonId[] => directory.holdings.filter((holding) => holding.role === role).map((holding) => holding.personId);
  const people = audiences.flatMap((audience) => {
    switch (audience) {
      case 'assignees': return task?.candidates ?? [];
      case 'unitHead': return task ? holdersOf(directory, task.unitId, 'unitHead') : [];
      case 'coordinator': return everyone('coordinator');
      case 'controlHead': {
        const units = new Set(directory.holdings.filter((holding) => holding.role === 'coordinator').map((holding) => holding.unitId));
        return [...units].flatMap((unitId) => holdersOf(directory, unitId, 'unitHead'));
      }
      case 'leader': return everyone('leader');
    }
  });
  return [...new Set(people)];
}
