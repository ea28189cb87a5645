import { badOption } from '@who/core';

/** Options of `whoMiddleware` and `whoListener`. */
export interface WhoMiddlewareOptions {
  /**
   * The property of the request that holds the userid. A text that is there already counts as proven: a trusted layer
   * above has signed the user in, no plugin is asked and no response touched. Nothing that a client can set may ever
   * write to it.
   *
   * @default 'remoteUser'
   */
  readonly remoteUserKey?: string | undefined;
}

/** Options of `guard`. */
export interface GuardOptions {
  /**
   * `false` lets everybody pass, e.g. in development. Nothing is protected then.
   *
   * @default true
   */
  readonly enabled?: boolean | undefined;
}

/** @throws {WhoError} BAD_OPTION */
export function resolveMiddlewareOptions(
  who: { readonly api: unknown },
  { remoteUserKey = 'remoteUser' }: WhoMiddlewareOptions,
): { remoteUserKey: string } {
  if (typeof who?.api !== 'function') throw badOption(PACKAGE, 'who', 'must be an engine made by createWho().');
  if (typeof remoteUserKey !== 'string' || remoteUserKey === '' || RESERVED.has(remoteUserKey)) {
    throw badOption(PACKAGE, 'remoteUserKey', 'must be the name of a property that requests do not have yet.');
  }
  return { remoteUserKey };
}

/** @throws {WhoError} BAD_OPTION */
export function resolveGuardOptions(predicate: unknown, { enabled = true }: GuardOptions): { enabled: boolean } {
  if (typeof predicate !== 'function') throw badOption(PACKAGE, 'predicate', 'must be a function.');
  if (typeof enabled !== 'boolean') throw badOption(PACKAGE, 'enabled', 'must be true or false.');
  return { enabled };
}

const PACKAGE = '@who/connect';

/** Properties whose texts come from the client, or whose loss would break the request. */
const RESERVED: ReadonlySet<string> = new Set(
  '__proto__ who body cookies headers host hostname httpVersion ip method originalUrl params path protocol query rawHeaders socket url'.split(
    ' ',
  ),
);
