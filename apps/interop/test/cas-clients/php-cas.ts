import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Peer } from '../cas/peers.js';
import { inOrder } from '../in-order.js';
import { freePort } from '../ports.js';
import { startServerProcess } from '../server-process.js';
import { type CasClient, type RunningClient, scratch } from './client.js';

const program = '/usr/bin/php';
const script = fileURLToPath(new URL('../../peers/phpcas.php', import.meta.url));

/** What phpCAS needs, and is not here. */
export const missingForPhpCas: readonly string[] =
  existsSync(program) && existsSync('/usr/share/php/CAS/CAS.php') ? [] : ['phpCAS'];

export interface PhpCasOptions {
  /** As phpCAS calls it: `3.0`, `2.0`, `1.0`, `S1` for SAML. @default '3.0' */
  readonly version?: string | undefined;
  /** Whether it acts at others in its users' names. */
  readonly actsForUsers?: boolean | undefined;
  /** Where a proxy takes its tickets that may act here. */
  readonly acceptProxy?: string | undefined;
}

export interface PhpCas extends RunningClient {
  /** Where it takes proxy-granting tickets. */
  readonly pgtUrl: string;
}

/** An application that signs in by phpCAS, in PHP's own web server. */
export function startPhpCas(cas: Peer, options: PhpCasOptions = {}): Promise<PhpCas> {
  return inOrder(async (keep) => {
    const { state, ca } = keep(await scratch(cas));
    const port = await freePort();
    const { url } = keep(
      await startServerProcess({
        program,
        args: () => ['-S', `127.0.0.1:${port}`, '-d', 'display_errors=0', script],
        files: () => ({}),
        url: `http://127.0.0.1:${port}`,
        chatty: true,
        env: {
          // It validates a ticket while it takes a proxy-granting ticket, and fetches pages of its own.
          PHP_CLI_SERVER_WORKERS: '3',
          CAS_URL: cas.url,
          CAS_VERSION: options.version ?? '3.0',
          CA_FILE: ca,
          OWN_URL: `http://127.0.0.1:${port}`,
          STATE_DIR: state,
          ACTS_FOR_USERS: options.actsForUsers ? 'yes' : '',
          ACCEPT_PROXY: options.acceptProxy ?? '',
        },
      }),
    );
    return { page: `${url}/app`, pgtUrl: `${url}/pgt` };
  });
}

export const phpCas: readonly CasClient[] = [
  { protocol: 'CAS 3', version: '3.0' },
  { protocol: 'SAML 1.1', version: 'S1' },
].map(({ protocol, version }) => ({
  name: `phpCAS, by ${protocol}`,
  missing: missingForPhpCas,
  session: 'kept, with single logout',
  start: (cas) => startPhpCas(cas, { version }),
}));
