/** What the oracle reports: a rule that does not hold, of what, and what was found instead. */
export type Violation = { readonly rule: string; readonly about: string; readonly found: string };

/** Collects what is wrong under one rule's name. */
export type Report = (about: string, found: string) => void;

export function reporter(rule: string): { readonly report: Report; readonly violations: Violation[] } {
  const violations: Violation[] = [];
  return { report: (about, found) => void violations.push({ rule, about, found }), violations };
}
