import { type FlagValues, parseFlags, UsageError } from '@who/dev-server';

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
} as const;

/** What the command was called with. */
export type Values = FlagValues<typeof flags>;

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

/** @throws {UsageError} */
export function parse(argv: readonly string[]): Values {
  const values = parseFlags(argv, flags);
  if ((values.cert === undefined) !== (values.key === undefined)) throw new UsageError('--cert needs --key.');
  return values;
}
