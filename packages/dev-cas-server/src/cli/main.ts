import { accountLines, type Command, type CommandIo, runCommand, wholeNumber } from '@who/dev-server';
import { DevCasServerError } from '../errors.js';
import type { AttributeStyle, DevCasServerOptions, LogoutChannel } from '../options.js';
import { type DevCasServer, startDevCasServer } from '../server.js';
import { readTls, readUsers, writeCa } from './files.js';
import { help, parse, type Values } from './flags.js';

const command: Command<Values> = {
  name: '@who/dev-cas-server',
  help,
  parse,
  async start(values, io) {
    const server = await startDevCasServer(await toOptions(values, io));
    try {
      const caFile = server.ca === undefined ? undefined : await writeCa(server.ca, values['ca-file']);
      const close = async (): Promise<void> => {
        await caFile?.remove();
        await server.close();
      };
      return { greeting: greeting(server, caFile?.path), close };
    } catch (error) {
      await server.close();
      throw error;
    }
  },
};

/** The command of this package. Resolves with its exit code. */
export function main(argv: readonly string[], io: CommandIo): Promise<number> {
  return runCommand(command, argv, io, (error) => error instanceof DevCasServerError);
}

async function toOptions(values: Values, io: CommandIo): Promise<DevCasServerOptions> {
  const { cert, key, users } = values;
  const say = (message: string): void => io.out(`${message}\n`);
  return {
    port: wholeNumber(values.port),
    host: values.host,
    tls: cert !== undefined && key !== undefined ? await readTls(cert, key) : values.tls,
    basePath: values['base-path'],
    users: users === undefined ? undefined : await readUsers(users),
    // The server refuses what is none, here and below.
    attributeStyle: values['attribute-style'] as AttributeStyle | undefined,
    ticketLifetimeSeconds: wholeNumber(values['ticket-lifetime']),
    logoutChannel: values['logout-channel'] as LogoutChannel | undefined,
    logger: { debug: values.quiet ? () => {} : say, warn: say, error: (message) => io.err(`${message}\n`) },
  };
}

function greeting({ url, users }: DevCasServer, caFile: string | undefined): string {
  const trust = caFile === undefined ? '' : `Certificate for clients to trust: ${caFile}\n`;
  return `CAS server for development: ${url}\n${trust}${accountLines(users)}Ctrl-C ends it.\n`;
}
