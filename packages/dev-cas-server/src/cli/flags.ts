import { type ParseArgsConfig, parseArgs } from 'node:util';
import { didYouMean } from '@who/core';

const flags = {
  port: { type: 'string', default: '3001' },
  host: { type: 'string' },
  tls: { type: 'boolean' },
  cert: { type: 'string' },
  key: { type: 'string' },
  'ca-file': { type: 'string' },
  'base-path': { type: 'string' },
  users: { type: 'string' },
  'attribute-style': { type: 'string' },
  'ticket-lifetime': { type: 'string' },
  'logout-channel': { type: 'string' },
  quiet: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies Record<keyof Values, NonNullable<ParseArgsConfig['options']>[string]>;

/** What the command was called with. */
export interface Values extends Readonly<Partial<Record<TextFlag, string>>> {
  readonly tls?: boolean;
  readonly quiet?: boolean;
  readonly help?: boolean;
}

type TextFlag =
  | 'port'
  | 'host'
  | 'cert'
  | 'key'
  | 'ca-file'
  | 'base-path'
  | 'users'
  | 'attribute-style'
  | 'ticket-lifetime'
  | 'logout-channel';

export const help = `Usage: npx @who/dev-cas-server [options]

A CAS 3 server for development. It listens on this machine only. Never use it in production.

  --port PORT               where to listen; 0 picks a free port     (3001)
  --host HOST               127.0.0.1, ::1 or localhost              (127.0.0.1)
  --tls                     speak https, with a certificate made at the start
  --ca-file FILE            with --tls: where to write the certificate that clients have to trust   (a new folder)
  --cert FILE, --key FILE   speak https, with a certificate of yours, PEM
  --base-path PATH          path in front of /login                  (/cas)
  --users FILE              accounts, JSON: {"ada": {"password": "ada", "attributes": {"mail": "ada@example.org"}}}
  --attribute-style STYLE   elements, name-value, siblings or attribute-elements   (elements)
  --ticket-lifetime SECONDS time that a service has to validate its ticket         (60)
  --logout-channel CHANNEL  back-channel, iframe, jsonp, redirect or none          (back-channel)
  --quiet                   do not print what happens
  --help                    print this
`;

/** The command was called wrongly. */
export class UsageError extends Error {}

/** @throws {UsageError} */
export function parse(argv: readonly string[]): Values {
  try {
    const { values } = parseArgs({ args: [...argv], options: flags });
    if ((values.cert === undefined) !== (values.key === undefined)) throw new UsageError('--cert needs --key.');
    return values;
  } catch (error) {
    if (!isParseError(error)) throw error;
    const [, unknown] = /^Unknown option '(--[^']+)'/.exec(error.message) ?? [];
    if (unknown === undefined) throw new UsageError(error.message);
    const known = Object.keys(flags).map((name) => `--${name}`);
    throw new UsageError(`Unknown option '${unknown}'.${didYouMean(unknown, known)}`);
  }
}

function isParseError(error: unknown): error is TypeError {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}
