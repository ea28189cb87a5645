import { DevCasServerError } from '../errors.js';
import type { AttributeStyle, DevCasServerOptions, LogoutChannel } from '../options.js';
import { type DevCasServer, startDevCasServer } from '../server.js';
import { readTls, readUsers, writeCa } from './files.js';
import { help, parse, UsageError, type Values } from './flags.js';

/** What the command needs of its process. */
export interface CliIo {
  out(text: string): void;
  err(text: string): void;
  /** Aborted when the command is to end. */
  readonly stop: AbortSignal;
}

/**
 * The command of this package. Resolves with its exit code: 0 when it was told to stop, 1 when it could not start,
 * 2 when it was called wrongly.
 */
export async function main(argv: readonly string[], io: CliIo): Promise<number> {
  try {
    const values = parse(argv);
    if (values.help) io.out(help);
    else await serve(values, io);
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      io.err(`${error.message}\nTry npx @who/dev-cas-server --help.\n`);
      return 2;
    }
    if (!(error instanceof DevCasServerError)) throw error;
    io.err(`${error.message}\n`);
    return error.code === 'BAD_OPTION' ? 2 : 1;
  }
}

/** Resolves when it was told to stop. */
async function serve(values: Values, io: CliIo): Promise<void> {
  const server = await startDevCasServer(await toOptions(values, io));
  try {
    const caFile = server.ca === undefined ? undefined : await writeCa(server.ca, values['ca-file']);
    io.out(greeting(server, caFile?.path));
    await stopped(io.stop);
    await caFile?.remove();
  } finally {
    await server.close();
  }
}

async function toOptions(values: Values, io: CliIo): Promise<DevCasServerOptions> {
  const { cert, key, users } = values;
  const say = (message: string): void => io.out(`${message}\n`);
  return {
    port: toNumber(values.port),
    host: values.host,
    tls: cert !== undefined && key !== undefined ? await readTls(cert, key) : values.tls,
    basePath: values['base-path'],
    users: users === undefined ? undefined : await readUsers(users),
    // The server refuses what is none, here and below.
    attributeStyle: values['attribute-style'] as AttributeStyle | undefined,
    ticketLifetimeSeconds: toNumber(values['ticket-lifetime']),
    logoutChannel: values['logout-channel'] as LogoutChannel | undefined,
    logger: { debug: values.quiet ? () => {} : say, warn: say, error: (message) => io.err(`${message}\n`) },
  };
}

/** NaN for anything but digits: the server refuses that, naming the option. */
function toNumber(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}

function greeting({ url, users }: DevCasServer, caFile: string | undefined): string {
  const trust = caFile === undefined ? '' : `Certificate for clients to trust: ${caFile}\n`;
  const accounts = users.map(({ userid, password }) => `  ${userid} / ${password}\n`).join('');
  return `CAS server for development: ${url}\n${trust}Accounts (user name / password):\n${accounts}Ctrl-C ends it.\n`;
}

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
