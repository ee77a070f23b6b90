/** How a command ends when it cannot do what was asked. */
import { EXIT, type ExitCode } from './exit-code.js';

/** A sentence for the person, in the language of the run, with the exit code. More lines follow indented. */
export class Failure extends Error {
  override readonly name = 'Failure';
  constructor(
    readonly exitCode: ExitCode,
    message: string,
    readonly more: readonly string[] = [],
  ) {
    super(message);
  }
}

/** What was typed or read cannot be used. */
export const invalid = (message: string, more: readonly string[] = []): Failure => new Failure(EXIT.invalid, message, more);
