import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { DevCasServerError } from './errors.js';
import type { AttributeStyle, DevCasServerOptions, LogoutChannel } from './options.js';
import { type DevCasServer, startDevCasServer } from './server.js';
import type { DevCasUsers } from './users.js';

/** What the command needs of its process. */
export interface CliIo {
  out(text: string): void;
  err(text: string): void;
  /** Aborted when the command is to end. */
  readonly stop: AbortSignal;
}

const help = `Usage: who-dev-cas [options]

A CAS 3 server for development. It listens on this machine only. Never use it in production.

  --port PORT               where to listen; 0 picks a free port     (3001)
  --host HOST               127.0.0.1, ::1 or localhost              (127.0.0.1)
  --base-path PATH          path in front of /login                  (/cas)
  --users FILE              accounts, JSON: {"ada": {"password": "ada", "attributes": {"mail": "ada@example.org"}}}
  --attribute-style STYLE   elements, name-value, siblings or attribute-elements   (elements)
  --ticket-lifetime SECONDS time that a service has to validate its ticket         (60)
  --logout-channel CHANNEL  back-channel, iframe, jsonp, redirect or none          (back-channel)
  --quiet                   do not print what happens
  --help                    print this
`;

/**
 * The command `who-dev-cas`. Resolves with its exit code: 0 when it was told to stop, 1 when it could not start,
 * 2 when it was called wrongly.
 */
export async function main(argv: readonly string[], io: CliIo): Promise<number> {
  let server: DevCasServer;
  try {
    const { values } = parse(argv);
    if (values.help) {
      io.out(help);
      return 0;
    }
    server = await startDevCasServer(await toOptions(values, io));
  } catch (error) {
    if (isParseError(error)) {
      io.err(`${error.message}\nTry who-dev-cas --help.\n`);
      return 2;
    }
    if (!(error instanceof DevCasServerError)) throw error;
    io.err(`${error.message}\n`);
    return error.code === 'BAD_OPTION' ? 2 : 1;
  }
  io.out(greeting(server));
  await stopped(io.stop);
  await server.close();
  return 0;
}

type Values = ReturnType<typeof parse>['values'];

function parse(argv: readonly string[]) {
  return parseArgs({
    args: [...argv],
    options: {
      port: { type: 'string', default: '3001' },
      host: { type: 'string' },
      'base-path': { type: 'string' },
      users: { type: 'string' },
      'attribute-style': { type: 'string' },
      'ticket-lifetime': { type: 'string' },
      'logout-channel': { type: 'string' },
      quiet: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
}

async function toOptions(values: Values, io: CliIo): Promise<DevCasServerOptions> {
  const say = (message: string): void => io.out(`${message}\n`);
  return {
    port: toNumber(values.port),
    host: values.host,
    basePath: values['base-path'],
    users: values.users === undefined ? undefined : await readUsers(values.users),
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

async function readUsers(file: string): Promise<DevCasUsers> {
  try {
    // The server refuses what is none.
    return JSON.parse(await readFile(file, 'utf8')) as DevCasUsers;
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new DevCasServerError('BAD_USERS_FILE', `Cannot read the accounts: ${problem}`, error);
  }
}

function greeting({ url, users }: DevCasServer): string {
  const accounts = users.map(({ userid, password }) => `  ${userid} / ${password}\n`).join('');
  return `CAS server for development: ${url}\nAccounts (user name / password):\n${accounts}Ctrl-C ends it.\n`;
}

function isParseError(error: unknown): error is TypeError {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
