/**
 * What of the province a person sees in lists: the one place where a scope becomes a condition.
 * A unit's path ends with a slash, so a subtree is one prefix of an ASCII column.
 */
import { isSynthetic, type Scope } from '../domain/shared/access.js';
import { DomainError } from '../domain/shared/errors.js';
import { fold } from '../domain/shared/fold.js';
import type { Reader } from '../db/reader.js';
import { allOf, marks, NOTHING, type SqlPart } from './keyset.js';

/** Text as a LIKE pattern matches it literally. */
export const escapeLike = (text: string): string => text.replace(/[\\%_]/gu, (letter) => `\\${letter}`);

const NONE: SqlPart = { sql: '1 = 0', params: [] };

/** Everything but the unit set aside for self-checks: what is synthetic stands in no list and in no figure. */
export const notSynthetic = (pathColumn: string): SqlPart => ({ sql: `${pathColumn} NOT LIKE '~%'`, params: [] });

/** Rows whose unit path, in `pathColumn`, lies inside the scope. */
export function inScope(scope: Scope, pathColumn: string): SqlPart {
  if (scope.everywhere) return notSynthetic(pathColumn);
  if (scope.paths.length === 0) return NONE;
  return { sql: scope.paths.map(() => `${pathColumn} LIKE ?`).join(' OR '), params: scope.paths.map((path) => `${escapeLike(path)}%`) };
}

/** Rows that belong to one of two units (owner of the review, holder of a task) inside the scope. */
export function inScopeOfEither(scope: Scope, onePath: string, otherPath: string): SqlPart {
  const [one, other] = [inScope(scope, onePath), inScope(scope, otherPath)];
  return scope.everywhere ? notSynthetic(otherPath) : { sql: `(${one.sql}) OR (${other.sql})`, params: [...one.params, ...other.params] };
}

export type SeenUnit = { readonly id: string; readonly code: string; readonly name: string; readonly path: string; readonly calendarId: string };

/** Every unit there is, by path. */
export const listUnits = async (reader: Reader): Promise<readonly SeenUnit[]> =>
  (
    await reader.rows<{ id: string; code: string; name: string; path: string; calendar_id: string }>(
      'SELECT id, code, name, path, calendar_id FROM units ORDER BY path',
    )
  ).map(({ calendar_id: calendarId, ...unit }) => ({ ...unit, calendarId }));

const among = (column: string, units: readonly SeenUnit[]): SqlPart =>
  units.length === 0 ? NONE : { sql: `${column} IN (${marks(units)})`, params: units.map((unit) => unit.id) };

/**
 * The same as `inScopeOfEither` and `inSubtree` for tasks (aliased `t`), by the units they name: no other table is read.
 * @throws parameter_invalid when no unit has the code
 */
export function tasksInScope(units: readonly SeenUnit[], scope: Scope, code: string | null): SqlPart {
  const root = code === null ? null : units.find((unit) => unit.code === code);
  if (root === undefined) throw new DomainError('parameter_invalid', { parameter: 'unit' });
  const synthetic = units.filter((unit) => isSynthetic(unit.path));
  const seen = units.filter((unit) => scope.paths.some((path) => unit.path.startsWith(path)));
  const [holding, owning] = [among('t.unit_id', seen), among('t.owner_unit_id', seen)];
  return allOf([
    ...(!scope.everywhere ? [{ sql: `${holding.sql} OR ${owning.sql}`, params: [...holding.params, ...owning.params] }] : []),
    ...(scope.everywhere && synthetic.length > 0 ? [{ sql: `t.owner_unit_id NOT IN (${marks(synthetic)})`, params: synthetic.map((unit) => unit.id) }] : []),
    ...(root === null
      ? []
      : [
          among(
            't.unit_id',
            units.filter((unit) => unit.path.startsWith(root.path)),
          ),
        ]),
  ]);
}

/** Reviews (aliased `r`, owner unit `ou`) that a scope shows: those of its units, and those its units were asked about. */
export function reviewsInScope(scope: Scope): SqlPart {
  if (scope.everywhere) return notSynthetic('ou.path');
  const owner = inScope(scope, 'ou.path');
  const asked = inScope(scope, 'vu.path');
  return {
    sql: `(${owner.sql}) OR EXISTS (SELECT 1 FROM tasks vt JOIN units vu ON vu.id = vt.unit_id WHERE vt.review_id = r.id AND (${asked.sql}))`,
    params: [...owner.params, ...asked.params],
  };
}

export async function isReviewVisible(reader: Reader, reviewId: string, scope: Scope): Promise<boolean> {
  const where = allOf([{ sql: 'r.id = ?', params: [reviewId] }, reviewsInScope(scope)]);
  const row = await reader.row(`SELECT r.id FROM reviews r JOIN units ou ON ou.id = r.owner_unit_id WHERE ${where.sql}`, where.params);
  return row !== null;
}

/** Rows of a unit and everything below it, by the unit's code. @throws parameter_invalid when no unit has the code */
export async function inSubtree(reader: Reader, code: string | null, pathColumn: string): Promise<SqlPart> {
  if (code === null) return NOTHING;
  const unit = await reader.row<{ path: string }>('SELECT path FROM units WHERE code = ?', [code]);
  if (!unit) throw new DomainError('parameter_invalid', { parameter: 'unit' });
  return inScope({ everywhere: false, paths: [unit.path] }, pathColumn);
}

/** Procedures (their `search_text`) that hold every word of a search, accents and đ/d alike. */
export function matching(q: string | null, column: string): SqlPart {
  const words =
    q === null
      ? []
      : [
          ...new Set(
            fold(q)
              .split(/\s+/u)
              .filter((word) => word !== ''),
          ),
        ].slice(0, 12);
  return allOf(words.map((word) => ({ sql: `${column} LIKE ?`, params: [`%${escapeLike(word)}%`] })));
}
