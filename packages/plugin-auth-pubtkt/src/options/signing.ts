import type { TextSource } from '@who/secrets';
import { check, checkCount, checkFlag } from './checks.js';
import { checkPart, SIGNING } from './names.js';

/** How tickets are made, for login servers. */
export interface PubtktSigningOptions {
  /**
   * The private key, as `publicKeys` are given: PEM, without a passphrase. Whoever has it can sign in as anybody, at
   * every server that believes its public half.
   */
  readonly privateKey: TextSource;
  /** Seconds for which a ticket counts, up to and including this age. @default 7200 */
  readonly timeoutSeconds?: number | undefined;
  /**
   * Seconds before its end after which a ticket in use is replaced by a fresh one, and mod_auth_pubtkt sends to its
   * refresh URL; 0 for never, which ends every sign-in at the timeout. @default half of `timeoutSeconds`
   */
  readonly graceSeconds?: number | undefined;
  /**
   * Binds tickets to the address at the socket's other end, so that a stolen one is useless elsewhere. Not behind a
   * proxy, whose address all clients share. @default false
   */
  readonly includeIp?: boolean | undefined;
  /**
   * Longer userids are refused. mod_auth_pubtkt cuts them in silence, and signs in whoever has what is left: beyond 64
   * bytes up to 0.13, which Debian 12 has, and beyond 255 from 0.14 on. @default 64
   */
  readonly maxUseridBytes?: number | undefined;
  /**
   * Seconds for which a browser keeps the cookie, also when it is closed. It does not make a ticket last longer.
   * @default until the browser is closed
   */
  readonly maxAgeSeconds?: number | undefined;
}

export interface SigningSettings {
  readonly timeoutSeconds: number;
  readonly graceSeconds: number;
  readonly includeIp: boolean;
  readonly maxUseridBytes: number;
  /** `undefined`: until the browser is closed. */
  readonly maxAgeSeconds: number | undefined;
}

/** @throws {WhoError} BAD_OPTION */
export function resolveSigning(signing: PubtktSigningOptions | undefined): SigningSettings | undefined {
  if (signing === undefined) return undefined;
  checkPart('signing', signing, SIGNING);
  const { timeoutSeconds = 7200, maxUseridBytes = 64, maxAgeSeconds } = signing;
  checkCount('signing.timeoutSeconds', timeoutSeconds, 1);
  const graceSeconds = checkCount('signing.graceSeconds', signing.graceSeconds ?? Math.floor(timeoutSeconds / 2));
  check(graceSeconds < timeoutSeconds, 'signing.graceSeconds', 'must be lower than "timeoutSeconds".');
  checkCount('signing.maxUseridBytes', maxUseridBytes, 1);
  check(maxUseridBytes <= 255, 'signing.maxUseridBytes', 'must be 255 or less.');
  if (maxAgeSeconds !== undefined) checkCount('signing.maxAgeSeconds', maxAgeSeconds, 1);
  const includeIp = checkFlag('signing.includeIp', signing.includeIp);
  return { timeoutSeconds, graceSeconds, includeIp, maxUseridBytes, maxAgeSeconds };
}
