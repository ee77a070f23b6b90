/**
 * The bytes a cost sheet is frozen by: equal sheets have equal text, whatever the order of their keys.
 *
 * The digest over it is taken outside the domain, at baseline, submission, decision and execution; a later change makes a new sheet.
 */
import { canonicalJson, type Json } from '../shared/canonical.js';
import type { CostModel } from './model.js';
import type { VnSheet } from './vn/sheet.js';

/** Canonical text of a sheet or model; hash it as UTF-8. */
export const sheetBytes = (sheet: VnSheet | CostModel): string => canonicalJson(sheet as Json);
