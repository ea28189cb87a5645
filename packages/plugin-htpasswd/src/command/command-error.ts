/** Why the command changed nothing, in words for whoever called it. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}
