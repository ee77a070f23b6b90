/** Scales of printed tables: they exist at import only, stored amounts are in units of 1. */
import { DomainError } from '../shared/errors.js';
import { parseNumber, rational, sum, type NumberText, type Rational } from './number.js';
import { scaleThatFits } from './published.js';

/** A table as printed: cells under a header scale (1, 1000, 10^6, 10^9), a total known in units of 1 from elsewhere. */
export type ScaledTable = { readonly cells: readonly NumberText[]; readonly headerScale: NumberText; readonly totalInUnits: NumberText };

/**
 * The cells in units of 1.
 * @throws cost_scale_contradiction with the scale that fits, where the header's does not give the total; cost_bad_number
 */
export function readScaledTable(table: ScaledTable, path: string): readonly Rational[] {
  const cells = table.cells.map((cell, index) => parseNumber(cell, `${path}.cells[${index}]`));
  const scale = parseNumber(table.headerScale, `${path}.headerScale`);
  const total = parseNumber(table.totalInUnits, `${path}.totalInUnits`);
  // Printed cells are rounded to the scale: each may be off by half a unit of it.
  const tolerance = scale.equals(rational(1n)) ? rational(0n) : scale.mul(cells.length).div(rational(2n));
  if (sum(cells).mul(scale).sub(total).abs().compare(tolerance) > 0) {
    const fits = scaleThatFits(cells, total);
    throw new DomainError('cost_scale_contradiction', {
      path: `${path}.headerScale`,
      headerScale: table.headerScale,
      ...(fits === null ? {} : { fits: String(fits) }),
    });
  }
  return cells.map((cell) => cell.mul(scale));
}
