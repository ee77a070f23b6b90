/** One act of a person on what stands on the screen: once per content, refused with its reasons, everything read again after. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { send } from './http.js';
import { problemOf, type Problem } from './problem.js';
import { useSubmissionKey } from './use-submission-key.js';

const TOUCHED = [
  'tasks',
  'task',
  'review',
  'overdue',
  'campaign',
  'execution',
  'procedure',
  'delegations',
  'absences',
  'routes',
  'route',
  'posts',
  'accounts',
  'people',
] as const;

export type Act = {
  readonly run: (body?: object) => void;
  readonly pending: boolean;
  readonly error: unknown;
  readonly problem: Problem | null;
  /** What the server said of one field, by its pointer. */
  readonly fieldError: (pointer: string) => string | null;
  /** Drops the refusal and reads what stands now. */
  readonly lookAgain: () => void;
};

/** @param etag the version the person has seen; left out where none matters */
export function useAct<T>(path: string, { etag, onDone }: { readonly etag?: string | undefined; readonly onDone?: (answer: T) => void } = {}): Act {
  const cache = useQueryClient();
  const key = useSubmissionKey();
  const readAgain = (): Promise<unknown> => Promise.all(TOUCHED.map((name) => cache.invalidateQueries({ queryKey: [name] })));
  const act = useMutation({
    mutationFn: async (body: object | undefined) =>
      (
        await send<T>('POST', path, {
          ...(body === undefined ? {} : { body }),
          ...(etag === undefined ? {} : { ifMatch: etag }),
          key: key.for(JSON.stringify([path, etag ?? null, body ?? null])),
        })
      ).data,
    onSuccess: async (answer) => {
      onDone?.(answer);
      await readAgain();
    },
  });
  const problem = act.error === null ? null : problemOf(act.error);
  return {
    run: (body) => {
      if (!act.isPending) act.mutate(body);
    },
    pending: act.isPending,
    error: act.error,
    problem,
    fieldError: (pointer) => problem?.errors.find((error) => error.pointer === pointer)?.detail ?? null,
    lookAgain: () => {
      act.reset();
      void readAgain();
    },
  };
}
