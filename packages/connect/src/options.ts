import type { IncomingMessage } from 'node:http';
import {
  authenticated,
  badOption,
  checkOptions,
  type MaybePromise,
  type OptionNames,
  type Predicate,
  type Reply,
  type WhoError,
} from '@who/core';
import { PACKAGE } from './errors.js';
import { type ErrorPage, errorPage } from './response/error-page.js';

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
  /**
   * Makes the answer where the engine fails after `next()` has been called, so that no error handler can be asked; of
   * `whoListener`, also before. The error is in the log by then. What is made of `error.message` may tell strangers
   * more than they should know.
   *
   * @default a plain page with the error's status, headers and code
   */
  readonly onError?: ((error: WhoError, req: IncomingMessage) => MaybePromise<Reply>) | undefined;
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

/** Options of `whoUpgrade`. */
export interface WhoUpgradeOptions<M extends object = object> {
  /** Whom connections are opened for. @default authenticated() */
  readonly predicate?: Predicate<M> | undefined;
  /**
   * Whether pages of other sites may open connections, too, which they do in the name of those who visit them.
   *
   * @default false
   */
  readonly anyOrigin?: boolean | undefined;
}

const MIDDLEWARE_NAMES = { remoteUserKey: true, onError: true } satisfies OptionNames<WhoMiddlewareOptions>;
const UPGRADE_NAMES = { predicate: true, anyOrigin: true } satisfies OptionNames<WhoUpgradeOptions>;
const GUARD_NAMES = { enabled: true } satisfies OptionNames<GuardOptions>;

/** @throws {WhoError} BAD_OPTION */
export function resolveMiddlewareOptions(
  who: { readonly api: unknown },
  options: WhoMiddlewareOptions,
): { remoteUserKey: string; errorPage: ErrorPage } {
  checkOptions(PACKAGE, options, MIDDLEWARE_NAMES);
  const { remoteUserKey = 'remoteUser', onError } = options;
  checkEngine(PACKAGE, who, onError);
  if (typeof remoteUserKey !== 'string' || remoteUserKey === '' || RESERVED.has(remoteUserKey)) {
    throw badOption(PACKAGE, 'remoteUserKey', 'must be the name of a property that requests do not have yet.');
  }
  return { remoteUserKey, errorPage: errorPage(onError) };
}

/** @throws {WhoError} BAD_OPTION */
export function resolveGuardOptions(predicate: unknown, options: GuardOptions): { enabled: boolean } {
  checkOptions(PACKAGE, options, GUARD_NAMES);
  const { enabled = true } = options;
  checkPredicate(predicate);
  checkSwitch('enabled', enabled);
  return { enabled };
}

/** @throws {WhoError} BAD_OPTION */
export function resolveUpgradeOptions<M extends object>(
  who: { readonly api: unknown },
  options: WhoUpgradeOptions<M>,
): { predicate: Predicate<M>; anyOrigin: boolean } {
  checkOptions(PACKAGE, options, UPGRADE_NAMES);
  const { predicate = authenticated(), anyOrigin = false } = options;
  checkEngine(PACKAGE, who);
  checkPredicate(predicate);
  checkSwitch('anyOrigin', anyOrigin);
  return { predicate, anyOrigin };
}

/**
 * For adapters: refuses what is no engine, and what cannot make the page of an error.
 *
 * @throws {WhoError} BAD_OPTION
 */
export function checkEngine(plugin: string, who: { readonly api: unknown }, onError?: unknown): void {
  if (typeof who?.api !== 'function') throw badOption(plugin, 'who', 'must be an engine made by createWho().');
  if (onError !== undefined && typeof onError !== 'function') {
    throw badOption(plugin, 'onError', 'must be a function that makes a reply.');
  }
}

function checkPredicate(predicate: unknown): void {
  if (typeof predicate !== 'function') throw badOption(PACKAGE, 'predicate', 'must be a function.');
}

function checkSwitch(name: string, value: unknown): void {
  if (typeof value !== 'boolean') throw badOption(PACKAGE, name, 'must be true or false.');
}

/** Properties whose texts come from the client, or whose loss would break the request. */
const RESERVED: ReadonlySet<string> = new Set(
  '__proto__ who body cookies headers host hostname httpVersion ip method originalUrl params path protocol query rawHeaders socket url'.split(
    ' ',
  ),
);
