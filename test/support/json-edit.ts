/** A JSON document with single places put, added or taken away, named by JSON Pointer. */
type Place = { [key: string]: unknown };

/** `undefined` takes the place away; a last step `-` appends to a list. */
export type Edit = readonly [pointer: string, value: unknown];

export function edited(document: unknown, ...edits: readonly Edit[]): unknown {
  const copy = JSON.parse(JSON.stringify(document)) as Place;
  for (const [pointer, value] of edits) {
    const steps = pointer.split('/').slice(1);
    const last = steps.pop() as string;
    const parent = steps.reduce<Place>((place, step) => place[step] as Place, copy);
    if (Array.isArray(parent) && last === '-') parent.push(value);
    else if (Array.isArray(parent) && value === undefined) parent.splice(Number(last), 1);
    else if (value === undefined) delete parent[last];
    else parent[last] = value;
  }
  return copy;
}
