/** Door 2: what a command's error becomes for the workflow that asked. */
import { ApplicationFailure } from '@temporalio/common';
import { DomainError } from '../domain/shared/errors.js';

/** A refusal by the law is final; anything else travels on and is retried. */
export async function throughDoor<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof DomainError) throw ApplicationFailure.nonRetryable(error.code, error.code);
    throw error;
  }
}
