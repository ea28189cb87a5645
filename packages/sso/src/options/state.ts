import { createHash, createHmac } from 'node:crypto';
import { isToken } from '@who/core';
import type { Names } from '../naming.js';
import { type Resolved, ssoChecks } from './checks.js';
import { checkSecrets, madeUpSecret, type Secrets } from './secrets.js';

/** Where browsers come back to, and what ties a sign-in to the browser that started it. */
export interface SsoStateOptions {
  /**
   * Path that browsers are sent back to. Compared exactly with the request's path, without a path prefix of the public
   * URL. Every plugin that signs in elsewhere needs its own. @default '/login/' and the protocol's name
   */
  readonly callbackPath?: string | undefined;
  /**
   * Sign the cookies that tie a sign-in to the browser that started it; each at least 32 bytes. The first one signs,
   * all are accepted. Who knows one can sign others in as himself. Every process behind one address needs the same.
   * @default one made up at start: good for a single process; a restart breaks off the sign-ins under way
   */
  readonly stateSecrets?: readonly [string, ...string[]] | undefined;
  /**
   * How the names of these cookies begin, one for each sign-in; with `__Host-` before it where the public URL is https.
   * Two plugins of one protocol need two names, and have them by default.
   * @default 'who_' and the protocol's name (and a hash of the callback path where that is another one)
   */
  readonly stateCookieName?: string | undefined;
  /** How long a person may take at the login page, in seconds. A longer time is a longer chance. @default 600 */
  readonly stateMaxAgeSeconds?: number | undefined;
  /**
   * Also accept answers that nobody was sent to fetch, which a portal pushes. Anybody can then sign others in under his
   * own account (login CSRF). @default false
   */
  readonly acceptUnsolicited?: boolean | undefined;
}

export interface StateSettings extends Resolved<Omit<SsoStateOptions, 'stateSecrets' | 'stateCookieName'>> {
  readonly stateCookie: string;
  /** Derived from the secrets for this other side and these cookies only. The first one signs. */
  readonly stateKeys: Secrets;
  /** The same, one for each of those, for what the protocol derives for a sign-in. */
  readonly secretKeys: Secrets;
  /** The same for the cookie that says that the other side has been asked in vain. */
  readonly gatewayKeys: Secrets;
}

/**
 * @param peerUrl what tells the other side from all others
 * @throws {WhoError} BAD_OPTION
 */
export function resolveState(options: SsoStateOptions, names: Names, peerUrl: string): StateSettings {
  const { check, checkCount, checkFlag, checkPath } = ssoChecks(names.package);
  const usualPath = `/login/${names.short}`;
  const callbackPath = checkPath('callbackPath', options.callbackPath ?? usualPath);
  const stateCookie = options.stateCookieName ?? cookieNameFor(callbackPath, usualPath, `who_${names.short}`);
  check(
    isToken(stateCookie) && !/^__(?:host|secure)-/i.test(stateCookie),
    'stateCookieName',
    'must be a cookie name; the "__Host-" prefix is added by itself.',
  );
  const secrets = options.stateSecrets ?? [madeUpSecret(names.package, 'stateSecrets')];
  checkSecrets(names.package, 'stateSecrets', secrets);
  const keysFor = (use: string): Secrets => deriveKeys(secrets, `${names.package} ${use} ${stateCookie} ${peerUrl}`);
  return {
    callbackPath,
    stateCookie,
    stateKeys: keysFor('one sign-in'),
    secretKeys: keysFor('secrets of a sign-in'),
    gatewayKeys: keysFor('gateway'),
    stateMaxAgeSeconds: checkCount('stateMaxAgeSeconds', options.stateMaxAgeSeconds ?? 600),
    acceptUnsolicited: checkFlag('acceptUnsolicited', options.acceptUnsolicited),
  };
}

/** Two plugins of one application have two callback paths, so their cookies do not get into each other's way. */
function cookieNameFor(callbackPath: string, usualPath: string, usualName: string): string {
  if (callbackPath === usualPath) return usualName;
  return `${usualName}_${createHash('sha256').update(callbackPath).digest('hex').slice(0, 8)}`;
}

/** Keys that serve one purpose only, so that no cookie of another plugin with the same secret passes for a state. */
function deriveKeys([first, ...others]: Secrets, purpose: string): Secrets {
  const derive = (secret: string): string => createHmac('sha256', secret).update(purpose).digest('base64');
  return [derive(first), ...others.map(derive)];
}
