/**
 * Business as usual: what people would do anyway is a floor, a level taken from the before state.
 *
 * burden = gross − min(gross, F) with F = share × gross(before); in one state alone this is (1 − share) × gross.
 */
import { DomainError } from '../shared/errors.js';
import { counted } from './input.js';
import type { Columns, RawLine } from './measured.js';
import { ZERO, isZero, least, positivePart, sum, type Rational } from './number.js';
import type { Exact } from './quantity.js';

/** One duty × addressee × segment; a line without a duty stands alone. */
const groupKey = (line: RawLine): string =>
  line.line.dutyId === undefined ? `line ${line.id}` : `duty ${line.line.dutyId} ${line.addressee} ${line.line.segment ?? ''} ${line.kind}`;

type Level = { readonly gross: Rational; readonly hours: Rational; readonly fees: Rational; readonly delay: Rational };

function levelOf(lines: readonly RawLine[]): Level {
  return {
    gross: sum(lines.map((line) => line.gross)),
    hours: sum(lines.map((line) => line.hours)),
    fees: sum(lines.map((line) => line.columns.fees)),
    delay: sum(lines.map((line) => line.columns.delay)),
  };
}

function grouped(lines: readonly RawLine[]): ReadonlyMap<string, RawLine[]> {
  const groups = new Map<string, RawLine[]>();
  for (const line of lines) {
    const key = groupKey(line);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [line]);
    else group.push(line);
  }
  return groups;
}

/** @throws cost_conflicting_share when lines of one group state different shares */
function shareOfGroup(lines: readonly RawLine[]): Rational {
  const [first, ...rest] = lines.map((line) => counted(line.bauShare)) as [Rational, ...Rational[]];
  if (rest.some((share) => !share.equals(first))) throw new DomainError('cost_conflicting_share', { lines: lines.map((line) => line.id) });
  return first;
}

/** Applies floor and subsidy to the lines of a state; the deduction is spread pro rata, so breakdowns still add up. */
export function applyFloors(lines: readonly RawLine[], baseline: readonly RawLine[]): readonly RawLine[] {
  const floors = new Map<string, Level>();
  for (const [key, group] of grouped(baseline)) {
    const share = shareOfGroup(group);
    if (isZero(share)) continue;
    const level = levelOf(group.filter((line) => !line.isDelta));
    floors.set(key, { gross: share.mul(level.gross), hours: share.mul(level.hours), fees: share.mul(level.fees), delay: share.mul(level.delay) });
  }
  if (baseline !== lines) for (const group of grouped(lines).values()) shareOfGroup(group);
  if (floors.size === 0) return lines.map(withSubsidy);
  const kept = new Map<string, Level>();
  for (const [key, group] of grouped(lines)) {
    const floor = floors.get(key);
    if (floor !== undefined) kept.set(key, keptShares(levelOf(group.filter((line) => !line.isDelta)), floor));
  }
  return lines.map((line) => {
    const shares = kept.get(groupKey(line));
    return withSubsidy(shares === undefined || line.isDelta ? line : scaledLine(line, shares));
  });
}

/** Which part of each column remains once the floor is taken off. */
function keptShares(level: Level, floor: Level): Level {
  const kept = (amount: Rational, limit: Rational): Rational => (isZero(amount) ? ZERO : positivePart(amount.sub(limit)).div(amount));
  return {
    gross: kept(level.gross, floor.gross),
    hours: kept(level.hours, floor.hours),
    fees: kept(level.fees, floor.fees),
    delay: kept(level.delay, floor.delay),
  };
}

const money = (value: Rational): Exact<'money/yr'> => value as Exact<'money/yr'>;

function scaledLine(line: RawLine, shares: Level): RawLine {
  const columns: Columns = {
    labour: line.columns.labour === null ? null : money(line.columns.labour.mul(shares.gross)),
    external: money(line.columns.external.mul(shares.gross)),
    cash: money(line.columns.cash.mul(shares.gross)),
    fees: money(line.columns.fees.mul(shares.fees)),
    delay: money(line.columns.delay.mul(shares.delay)),
  };
  const burden = money(line.gross.mul(shares.gross));
  return { ...line, columns, hours: line.hours.mul(shares.hours) as Rational as Exact<'h/yr'>, burden, net: burden };
}

/** net = burden − min(burden, subsidy); the excess is reported, not netted. */
function withSubsidy(line: RawLine): RawLine {
  if (isZero(line.subsidy)) return line;
  const used = least(positivePart(line.burden), line.subsidy);
  return { ...line, net: money(line.burden.sub(used)), excess: money(line.subsidy.sub(used)) };
}

/** The rule on plain amounts: floor, burden today, burden after each reform, saving. */
export function bauFloor(
  today: Rational,
  share: Rational,
  reformed: readonly Rational[],
): {
  readonly floor: Rational;
  readonly burdenToday: Rational;
  readonly burdenReformed: readonly Rational[];
  readonly saving: readonly Rational[];
} {
  const floor = share.mul(today);
  const burden = (amount: Rational): Rational => positivePart(amount.sub(floor));
  const burdenToday = burden(today);
  const burdenReformed = reformed.map(burden);
  return { floor, burdenToday, burdenReformed, saving: burdenReformed.map((amount) => burdenToday.sub(amount)) };
}
