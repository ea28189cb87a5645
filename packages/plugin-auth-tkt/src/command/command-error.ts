/** Why the command did nothing, in words for whoever called it. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode) {
    super(message);
    this.exitCode = exitCode;
  }
}

export type ExitCode = 0 | 1 | 2;

/** Done: the ticket was made, is accepted, or is one at all. */
export const DONE = 0;
/** The ticket is refused or none, or cannot be made. */
export const REFUSED = 1;
/** The command was called wrongly, or a file or an answer that it needs is missing. */
export const WRONG_CALL = 2;
