/** Where the stages of a route stand in its diagram: one row per step of the way, what runs side by side in one row. */
import type { Route } from '../../../domain/route/route.js';
import type { Said } from '../api/types.js';

export type DrawnStage = {
  readonly key: string;
  readonly name: Said;
  readonly edges: readonly { readonly on: string | null; readonly to: string | readonly string[] }[];
};
/** Of a route only what its way shows. */
export type RouteDrawing = { readonly start: readonly string[]; readonly stages: readonly DrawnStage[] };

export const drawingOf = (route: Route): RouteDrawing => ({
  start: route.edges.flatMap((edge) => (edge.from === 'start' && typeof edge.to !== 'string' ? edge.to : [])),
  stages: route.stages.map(({ key, name }) => ({
    key,
    name,
    edges: route.edges.filter((edge) => edge.from === key).map((edge) => ({ on: edge.on ?? null, to: edge.to })),
  })),
});

/** `on`: goes on · `back`: returned · `no`: rejected. */
export type DrawnEdge = { readonly from: string; readonly to: string; readonly kind: 'on' | 'back' | 'no' };
export type RouteLayout = {
  /** Stages and endings from the start to the end, by row. */
  readonly rows: readonly (readonly string[])[];
  readonly edges: readonly DrawnEdge[];
};

const kindOf = (on: string | null): DrawnEdge['kind'] => (on === 'returned' ? 'back' : on === 'rejected' ? 'no' : 'on');

/**
 * A stage stands one row below the last of those that lead to it; returns do not count, else nothing would come first.
 * Endings stand together in the last row, the one of refusals on the left, where its lines come down.
 */
export function layoutRoute({ start, stages }: Pick<RouteDrawing, 'start'> & { readonly stages: readonly Omit<DrawnStage, 'name'>[] }): RouteLayout {
  const edges = stages.flatMap((stage) =>
    stage.edges.flatMap(({ on, to }) => (typeof to === 'string' ? [to] : to).map((target): DrawnEdge => ({ from: stage.key, to: target, kind: kindOf(on) }))),
  );
  const forward = edges.filter((edge) => edge.kind !== 'back');
  const known = new Set(stages.map((stage) => stage.key));
  const rowOf = new Map<string, number>(start.map((key) => [key, 0]));
  // As many rounds as there are stages settle every row of a route without a forward circle; with one, it ends all the same.
  for (let round = 0; round < stages.length; round += 1) {
    for (const { from, to } of forward) {
      const above = rowOf.get(from);
      if (above !== undefined && known.has(to) && above + 1 > (rowOf.get(to) ?? -1) && above + 1 < stages.length) rowOf.set(to, above + 1);
    }
  }
  const last = Math.max(0, ...rowOf.values());
  for (const stage of stages) if (!rowOf.has(stage.key)) rowOf.set(stage.key, last + 1);
  const refused = (key: string): boolean => edges.every((edge) => edge.to !== key || edge.kind === 'no');
  const endings = [...new Set(edges.map((edge) => edge.to).filter((to) => !known.has(to)))].toSorted((a, b) => Number(refused(b)) - Number(refused(a)));
  const rows = Array.from({ length: Math.max(0, ...rowOf.values()) + 1 }, (_, row) =>
    stages.filter((stage) => rowOf.get(stage.key) === row).map((stage) => stage.key),
  ).filter((row) => row.length > 0);
  return { rows: endings.length === 0 ? rows : [...rows, endings], edges };
}

/** Words in lines of at most `most` letters; a longer word has a line of its own. */
export function wrapWords(text: string, most: number, lines: number): readonly string[] {
  const made = text.split(' ').reduce<readonly string[]>((done, word) => {
    const current = done.at(-1);
    return current !== undefined && `${current} ${word}`.length <= most ? [...done.slice(0, -1), `${current} ${word}`] : [...done, word];
  }, []);
  return made.length <= lines ? made : [...made.slice(0, lines - 1), `${made[lines - 1] ?? ''}…`];
}
