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
import { DevSamlIdpError, fail } from '../errors.js';
import type { DevSamlServiceProvider } from '../options.js';
import { startDevSamlIdp } from '../server.js';

const flags = {
  port: { type: 'string', default: '3003' },
  host: { type: 'string' },
  app: { type: 'string', multiple: true, default: ['http://localhost:3000'] as string[] },
  'callback-path': { type: 'string', default: '/login/saml' },
  users: { type: 'string' },
  quiet: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

const help = `Usage: npx @who/dev-saml-idp [options]

A SAML 2.0 identity provider for development. It listens on this machine only. Never use it in production.

  --port PORT            where to listen; 0 picks a free port     (3003)
  --host HOST            localhost, 127.0.0.1 or ::1              (localhost)
  --app URL              an application that is told of logouts; may be there several times   (http://localhost:3000)
  --callback-path PATH   the path there below which its metadata and its logout are           (/login/saml)
  --users FILE           accounts, JSON: {"ada": {"password": "ada", "attributes": {"mail": "ada@example.org"}}}
  --quiet                do not print what happens
  --help                 print this
`;

const command: Command<FlagValues<typeof flags>> = {
  name: '@who/dev-saml-idp',
  help,
  parse: (argv) => parseFlags(argv, flags),
  async start(values, { out, err }) {
    const say = (message: string): void => out(`${message}\n`);
    const idp = await startDevSamlIdp({
      port: wholeNumber(values.port),
      host: values.host,
      users: values.users === undefined ? undefined : await readUsers(values.users),
      serviceProviders: values.app.map((app) => serviceProviderAt(app.replace(/\/$/, '') + values['callback-path'])),
      logger: { debug: values.quiet ? () => {} : say, warn: say, error: (message) => err(`${message}\n`) },
    });
    const { metadataUrl, users, close } = idp;
    const greeting = `SAML identity provider for development: ${metadataUrl}\n${accountLines(users)}Ctrl-C ends it.\n`;
    return { greeting, close };
  },
};

function serviceProviderAt(callback: string): DevSamlServiceProvider {
  return { entityId: `${callback}/metadata`, logoutUrl: `${callback}/logout` };
}

const readUsers = (file: string): Promise<DevUsers> =>
  readUsersFile(file, (message, cause) => fail('BAD_USERS_FILE', message, cause));

/** The command of this package. Resolves with its exit code. */
export function main(argv: readonly string[], io: CommandIo): Promise<number> {
  return runCommand(command, argv, io, (error) => error instanceof DevSamlIdpError);
}
