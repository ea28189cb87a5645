/** Why the command did nothing, in words for whoever called it. Nothing that it was given gets into the message. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

export type ExitCode = 0 | 1 | 2;

/** Somebody is signed in, a file is fine; or help was asked for. */
export const SIGNED_IN = 0;
/** Nobody is, or it is not. */
export const NOBODY = 1;
/** The command was called wrongly, or a file or an answer that it needs is missing or none that it can read. */
export const WRONG_CALL = 2;
