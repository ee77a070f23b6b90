/** Workflow time: it says when to look, never what is late. */
// oxlint-disable-next-line no-restricted-globals -- the sandbox's Date is deterministic, and this is its one use
export const workflowNow = (): number => Date.now();
