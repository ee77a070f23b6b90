import { PROVINCIAL_REVIEW } from '../../../../domain/route/shipped-routes.js';
import type { Rung, StageLimit } from '../../../../domain/route/route.js';
import {
  amountOf,
  anotherReminder,
  COUNTED,
  readRouteText,
  setIn,
  sideOf,
  SIDES,
  textOfRoute,
  withAmount,
  withSide,
} from '../../../../web/src/route/route-edit.js';

describe('the text of a route', () => {
  it('reads back as the route it shows', () => {
    const read = readRouteText(textOfRoute(PROVINCIAL_REVIEW));
    expect([read.kind, read.kind === 'route' && read.route]).toEqual(['route', JSON.parse(JSON.stringify(PROVINCIAL_REVIEW))]);
  });

  it('that is no JSON says in which line and column it stops being some', () => {
    expect(readRouteText('{\n  "key": "a",\n  "name": }\n')).toEqual({ kind: 'broken', spot: { line: 3, column: 11 } });
  });

  it('that is no route names every place that is wrong, in words of both languages', () => {
    const wrong = setIn(setIn(JSON.parse(textOfRoute(PROVINCIAL_REVIEW)), ['stages', 0, 'limit'], 5), ['stages', 1, 'colour'], 'red');
    const read = readRouteText(textOfRoute(wrong));
    if (read.kind !== 'misshapen') throw new Error(read.kind);
    expect(read.problems.map(({ pointer }) => pointer)).toEqual(['/stages/0/limit', '/stages/1/colour']);
    expect(read.problems.every(({ problem }) => problem.vi !== '' && problem.en !== '')).toBe(true);
  });
});

describe('one place of a document', () => {
  const document = { a: [{ b: 1 }, { b: 2 }], c: 'd' };

  it('is changed, and nothing else', () => {
    expect(setIn(document, ['a', 1, 'b'], 3)).toEqual({ a: [{ b: 1 }, { b: 3 }], c: 'd' });
    expect(document.a[1]?.b).toBe(2);
  });

  it('is added at the end of a list, or as a new field', () => {
    expect(setIn(document, ['a', 2], { b: 9 })).toEqual({ a: [{ b: 1 }, { b: 2 }, { b: 9 }], c: 'd' });
    expect(setIn(document, ['e'], true)).toEqual({ ...document, e: true });
  });

  it('is taken out', () => {
    expect(setIn(document, ['a', 0], undefined)).toEqual({ a: [{ b: 2 }], c: 'd' });
    expect(setIn(document, ['c'], undefined)).toEqual({ a: document.a });
  });
});

describe('the fields of a limit', () => {
  const limit: StageLimit = { workingDays: 5, basis: 'Điều 1', extend: { maxTimes: 1, maxTotal: 3 } };

  it.each(COUNTED)('keep everything else when it is counted in %s', (unit) => {
    const changed = withAmount(limit, 7, unit);
    expect(changed).toEqual({ [unit]: 7, basis: 'Điều 1', extend: { maxTimes: 1, maxTotal: 3 } });
    expect(amountOf(changed)).toEqual({ amount: 7, unit });
  });

  it('have no amount where the limit is a date', () => {
    expect(amountOf({ fixedDate: '2027-02-28' } as StageLimit)).toBeNull();
  });
});

describe('the fields of a rung', () => {
  const at: Rung['at'] = { ref: 'due', offset: -2, unit: 'workingDays', clock: '08:30' };

  it.each(SIDES)('read back as they were set: %s', (side) => {
    const changed = withSide(at, 3, side);
    expect([sideOf(changed), Math.abs(changed.offset), changed.clock]).toEqual([side, 3, '08:30']);
  });

  it('never write a negative zero', () => {
    expect(Object.is(withSide(at, 0, 'beforeDue').offset, -0)).toBe(false);
  });

  it('give a further reminder a key of its own', () => {
    const first = anotherReminder([]);
    const second = anotherReminder([first]);
    expect([first.key, second.key, anotherReminder([second]).key]).toEqual(['remind1', 'remind2', 'remind1']);
  });
});
