import { blockText, isInRange, moveFrom, moveOfKey, rangeBetween } from '../../../../web/src/cost/grid-moves.js';
import { pastedCells } from '../../../../domain/cost/vn/paste.js';

const EXTENT = { rows: 3, slots: 4 };

describe('moving in the grid', () => {
  it('steps to the neighbour and stays at the edge', () => {
    expect(moveFrom({ row: 1, slot: 1 }, 'down', EXTENT)).toEqual({ row: 2, slot: 1 });
    expect(moveFrom({ row: 2, slot: 1 }, 'down', EXTENT)).toEqual({ row: 2, slot: 1 });
    expect(moveFrom({ row: 0, slot: 0 }, 'left', EXTENT)).toEqual({ row: 0, slot: 0 });
    expect(moveFrom({ row: 1, slot: 2 }, 'rowEnd', EXTENT)).toEqual({ row: 1, slot: 3 });
    expect(moveFrom({ row: 2, slot: 2 }, 'top', EXTENT)).toEqual({ row: 0, slot: 2 });
  });

  it('leaves left and right to the text once a cell is being edited', () => {
    expect(moveOfKey('ArrowLeft', 'ready', false)).toBe('left');
    expect(moveOfKey('ArrowRight', 'typing', false)).toBe('right');
    expect(moveOfKey('ArrowRight', 'editing', false)).toBeNull();
    expect(moveOfKey('ArrowDown', 'editing', false)).toBe('down');
    expect(moveOfKey('ArrowLeft', 'ready', true)).toBe('rowStart');
    expect(moveOfKey('x', 'ready', false)).toBeNull();
  });

  it('spans a range between any two corners', () => {
    const range = rangeBetween({ row: 2, slot: 0 }, { row: 0, slot: 1 });
    expect(range).toEqual({ top: 0, bottom: 2, left: 0, right: 1 });
    expect([isInRange(range, { row: 1, slot: 1 }), isInRange(range, { row: 1, slot: 2 })]).toEqual([true, false]);
  });

  it('copies a range so that it pastes back as the same cells', () => {
    const cells = [
      ['Đơn “mẫu”', 'hai\ndòng'],
      ['0,5', 'a\tb'],
    ];
    expect(pastedCells(blockText(cells))).toEqual(cells);
  });
});
