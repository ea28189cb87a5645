import { CommandError, DONE, type ExitCode, WRONG_CALL } from './command-error.js';
import { COMMANDS } from './commands.js';
import { callOf } from './flags.js';
import { HELP } from './help.js';
import { type CommandIo, confidentialFor } from './input.js';

/**
 * The command. Resolves with its exit code: 0 when a ticket was made, is accepted or was explained; 1 when it is refused or
 * cannot be made; 2 when the command was called wrongly.
 */
export async function main(argv: readonly string[], io: CommandIo): Promise<ExitCode> {
  try {
    const call = callOf(argv);
    if (call.command === undefined) {
      (call.isHelp ? io.output : io.error).write(HELP);
      return call.isHelp ? DONE : WRONG_CALL;
    }
    const { text, exitCode } = COMMANDS[call.command](call, await confidentialFor(call, io));
    io.output.write(text);
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    io.error.write(`who-auth-tkt: ${error.message}\n`);
    return error.exitCode;
  }
}
