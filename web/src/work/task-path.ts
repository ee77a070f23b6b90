/** Where a verb on a task is sent. */
export const taskPath = ({ id }: { readonly id: string }, verb: string): string => `/tasks/${encodeURIComponent(id)}${verb}`;
