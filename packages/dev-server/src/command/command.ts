import { readFile } from 'node:fs/promises';
import type { DevUsers } from '../people/users.js';
import { UsageError } from './flags.js';

/** What a command needs of its process. */
export interface CommandIo {
  out(text: string): void;
  err(text: string): void;
  /** Aborted when the command is to end. */
  readonly stop: AbortSignal;
}

/** The command of a package that runs a server. */
export interface Command<Values> {
  /** The package, as `npx` calls it. */
  readonly name: string;
  /** What `--help` prints. */
  readonly help: string;
  /** @throws {UsageError} */
  parse(argv: readonly string[]): Values;
  start(values: Values, io: CommandIo): Promise<StartedServer>;
}

/** A server that a command has started. */
export interface StartedServer {
  /** What the person has to know who started it. */
  readonly greeting: string;
  close(): Promise<void>;
}

/**
 * Runs a server until it is told to stop. Resolves with the exit code: 0 then, 1 when it could not start, 2 when it was
 * called wrongly.
 *
 * @param isOwn whether an error is one of the package, whose message says what to do
 */
export async function runCommand<Values extends { readonly help?: boolean | undefined }>(
  { name, help, parse, start }: Command<Values>,
  argv: readonly string[],
  io: CommandIo,
  isOwn: (error: unknown) => error is Error & { readonly code: string },
): Promise<number> {
  try {
    const values = parse(argv);
    if (values.help) io.out(help);
    else {
      const server = await start(values, io);
      io.out(server.greeting);
      await stopped(io.stop);
      await server.close();
    }
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      io.err(`${error.message}\nTry npx ${name} --help.\n`);
      return 2;
    }
    if (!isOwn(error)) throw error;
    io.err(`${error.message}\n`);
    return error.code === 'BAD_OPTION' ? 2 : 1;
  }
}

/** The same in a process of its own, until a signal ends it. */
export async function runInProcess(main: (argv: readonly string[], io: CommandIo) => Promise<number>): Promise<void> {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  process.exitCode = await main(process.argv.slice(2), {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    stop: stop.signal,
  });
}

/** The accounts of a greeting. */
export function accountLines(users: readonly { readonly userid: string; readonly password: string }[]): string {
  const lines = users.map(({ userid, password }) => `  ${userid} / ${password}\n`);
  return `Accounts (user name / password):\n${lines.join('')}`;
}

/**
 * Accounts out of a file of JSON, as they are written there.
 *
 * @throws what `fail` makes of what is wrong with the file
 */
export async function readUsersFile(file: string, fail: (message: string, cause: unknown) => Error): Promise<DevUsers> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw fail(`Cannot read the accounts: ${error instanceof Error ? error.message : String(error)}`, error);
  }
}

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
