/** Door 3: what a gateway's error means for the row it carried. */
import { isGrpcServiceError, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';

export type Failure =
  /** The run under this id has closed: MySQL is asked whether that is right. */
  | { readonly kind: 'runClosed' }
  /** The world is tired: the row stays and is tried again. */
  | { readonly kind: 'transient'; readonly problem: string }
  /** The receiver will never take it: set apart and shown. */
  | { readonly kind: 'refused'; readonly problem: string };

/** gRPC INVALID_ARGUMENT: the payload itself is wrong. */
const INVALID_ARGUMENT = 3;

export function failureOf(error: unknown): Failure {
  if (error instanceof WorkflowExecutionAlreadyStartedError) return { kind: 'runClosed' };
  const problem = problemOf(error);
  const cause = error instanceof Error && isGrpcServiceError(error.cause) ? error.cause : error;
  if (isGrpcServiceError(cause) && Number(cause.code) === INVALID_ARGUMENT) return { kind: 'refused', problem };
  return { kind: 'transient', problem };
}

/** The client wraps what the server said; whoever looks at a parked row needs the server's words. */
function problemOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const said = error.cause instanceof Error ? ` (${error.cause.message})` : '';
  return `${error.name}: ${error.message}${said}`;
}

/** Backoff of a row in whole milliseconds: half a second, doubling to a minute, with jitter from the row's own number. */
export function backoffMs(attempts: number, rowId: string): number {
  const base = Math.min(60_000, 500 * 2 ** Math.min(attempts - 1, 10));
  return Math.round(base + (Number(BigInt(rowId) % 97n) * base) / 400);
}
