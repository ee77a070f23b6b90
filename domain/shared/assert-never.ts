/** Fails to compile where a union is not exhausted, and throws should an unknown value still arrive. */
export function assertNever(value: never): never {
  throw new Error(`impossible value: ${JSON.stringify(value)}`);
}
