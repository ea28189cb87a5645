/** The command's exit codes, as far as there are any those of Apache's `htpasswd`. */
export const EXIT = {
  done: 0,
  /** Nothing was changed, or could be read. */
  failed: 1,
  /** Called wrongly. */
  usage: 2,
  wrongPassword: 3,
  noSuchUser: 6,
} as const;

/** Why the command did not do what it was asked to, in words for whoever called it. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitCode: number;

  constructor(message: string, exitCode: number = EXIT.failed) {
    super(message);
    this.exitCode = exitCode;
  }
}
