import {
  accountLines,
  type Command,
  type CommandIo,
  type DevUsers,
  type FlagValues,
  parseFlags,
  readUsersFile,
  runCommand,
  wholeNumber,
} from '@who/dev-server';
import { DevOidcProviderError, fail } from '../errors.js';
import { startDevOidcProvider } from '../server.js';

const flags = {
  port: { type: 'string', default: '3002' },
  host: { type: 'string' },
  app: { type: 'string', multiple: true, default: ['http://localhost:3000'] as string[] },
  'client-id': { type: 'string', default: 'app' },
  'client-secret': { type: 'string' },
  'callback-path': { type: 'string', default: '/login/oidc' },
  'logout-channel': { type: 'string', default: 'back' },
  users: { type: 'string' },
  quiet: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

const help = `Usage: npx @who/dev-oidc-provider [options]

An OpenID Connect provider for development. It listens on this machine only. Never use it in production.

  --port PORT              where to listen; 0 picks a free port     (3002)
  --host HOST              localhost, 127.0.0.1 or ::1              (localhost)
  --app URL                where the application is; may be there several times   (http://localhost:3000)
  --callback-path PATH     the path there that people are sent back to            (/login/oidc)
  --client-id ID           what the application calls itself        (app)
  --client-secret SECRET   what it shows                            (none: it is a public client)
  --logout-channel CHANNEL how it is told of a logout: back, front or none        (back)
  --users FILE             accounts, JSON: {"ada": {"password": "ada", "attributes": {"mail": "ada@example.org"}}}
  --quiet                  do not print what happens
  --help                   print this
`;

const command: Command<FlagValues<typeof flags>> = {
  name: '@who/dev-oidc-provider',
  help,
  parse: (argv) => parseFlags(argv, flags),
  async start(values, { out, err }) {
    const say = (message: string): void => out(`${message}\n`);
    const provider = await startDevOidcProvider({
      port: wholeNumber(values.port),
      host: values.host,
      clients: [clientOf(values)],
      users: values.users === undefined ? undefined : await readUsers(values.users),
      logger: { debug: values.quiet ? () => {} : say, warn: say, error: (message) => err(`${message}\n`) },
    });
    const { issuer, users, close } = provider;
    const greeting = `OpenID provider for development: ${issuer}\nClient: ${values['client-id']}\n${accountLines(users)}Ctrl-C ends it.\n`;
    return { greeting, close };
  },
};

/** All applications are one client: they differ by where they are. */
function clientOf(values: FlagValues<typeof flags>) {
  const channel = values['logout-channel'];
  if (!CHANNELS.includes(channel)) {
    throw fail('BAD_OPTION', `Option "--logout-channel" must be one of ${CHANNELS.join(', ')}.`);
  }
  const apps = values.app.map((app) => app.replace(/\/$/, ''));
  const callbacks = apps.map((app) => app + values['callback-path']);
  const [callback] = callbacks;
  return {
    clientId: values['client-id'],
    clientSecret: values['client-secret'],
    redirectUris: callbacks,
    postLogoutRedirectUris: apps.flatMap((app) => [app, `${app}/`]),
    backchannelLogoutUri: channel === 'back' ? callback : undefined,
    frontchannelLogoutUri: channel === 'front' ? callback : undefined,
  };
}

const CHANNELS: readonly string[] = ['back', 'front', 'none'];

const readUsers = (file: string): Promise<DevUsers> =>
  readUsersFile(file, (message, cause) => fail('BAD_USERS_FILE', message, cause));

/** The command of this package. Resolves with its exit code. */
export function main(argv: readonly string[], io: CommandIo): Promise<number> {
  return runCommand(command, argv, io, (error) => error instanceof DevOidcProviderError);
}
