import { type Programs, VERSIONS } from './programs.js';

/** A runtime, and how it is started. */
export interface Runtime extends OwnWays {
  readonly name: string;
  /** `undefined` where npm has none for this machine. */
  readonly program: string | undefined;
  readonly args: readonly string[];
}

/** What a runtime does in its own way. */
export interface OwnWays {
  /** Whether all `Cookie` lines of a request count. Where the runtime joins them by a comma, only the first one does. */
  readonly readsAllCookieLines: boolean;
  /** What becomes of a byte of a header that is no UTF-8. */
  readonly strayByte: string;
  /** Whether dot segments are out of `request.url` before anybody sees it. */
  readonly resolvesDots: boolean;
  /** Whether a request for a whole URL, as proxies get it, is refused. Else its path counts, whatever host it names. */
  readonly refusesWholeUrls: boolean;
  /** What says at start that it cannot run there. */
  readonly refusals: readonly string[];
  /** The address of the client, as `peer` tells it. In workerd only what stands in front knows. */
  readonly address: string | undefined;
}

/** Those that come from npm, and Node, with which they are compared. */
export function runtimesOf(programs: Programs): readonly Runtime[] {
  const loopback = '127.0.0.1';
  return [
    {
      name: `Node ${process.versions.node}`,
      program: process.execPath,
      args: ['node.mjs'],
      readsAllCookieLines: true,
      strayByte: '\xe9',
      resolvesDots: true,
      refusesWholeUrls: true,
      refusals: [],
      address: loopback,
    },
    {
      name: `Bun ${VERSIONS.bun}`,
      program: programs.bun,
      args: ['--no-install', 'bun.mjs'],
      readsAllCookieLines: true,
      strayByte: '\xe9',
      resolvesDots: true,
      refusesWholeUrls: false,
      refusals: [],
      address: loopback,
    },
    {
      name: `Deno ${VERSIONS.deno}`,
      program: programs.deno,
      // What the application needs; the last two are for the password file and its native code.
      args: ['run', '--no-prompt', `--allow-net=${loopback}`, '--allow-env', '--allow-read', '--allow-ffi', 'deno.mjs'],
      readsAllCookieLines: true,
      strayByte: '\xe9',
      resolvesDots: false,
      refusesWholeUrls: false,
      refusals: [],
      address: loopback,
    },
    {
      name: `workerd ${VERSIONS.workerd}`,
      program: programs.workerd,
      args: ['serve', 'worker/workerd.capnp', '--control-fd=1'],
      readsAllCookieLines: false,
      strayByte: '\ufffd',
      resolvesDots: false,
      refusesWholeUrls: false,
      refusals: [
        '@who/plugin-htpasswd HTPASSWD_UNSUPPORTED',
        '@who/plugin-ldap LDAP_UNSUPPORTED',
        '@who/plugin-metadata-cache-redis REDIS_UNSUPPORTED',
        '@who/passwords PASSWORDS_UNSUPPORTED',
        '@who/passwords PASSWORDS_UNSUPPORTED',
        '@who/limiter LIMITER_UNSUPPORTED',
        '@who/plugin-auth-pubtkt BAD_OPTION',
        // It has to be given its secret: nothing is random before the first request.
        '@who/plugin-cas BAD_OPTION',
      ],
      address: undefined,
    },
  ];
}
