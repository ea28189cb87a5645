import { type Exchange, WhoError } from '@who/core';
import { isLoopback } from '@who/sso';
import type { CasErrorCode } from '../errors.js';
import { PACKAGE } from '../naming.js';
import type { ProxySettings } from './options.js';

/**
 * Where the CAS server shall deliver a proxy-granting ticket. Whoever reads one on the way can act in its user's name,
 * so only https will do, or a connection that does not leave the machine.
 *
 * @throws {WhoError} CAS_PROXY_NEEDS_HTTPS
 */
export function pgtUrl({ publicUrl }: Exchange, proxy: ProxySettings | undefined): string | undefined {
  if (!proxy) return undefined;
  const { protocol, hostname } = new URL(publicUrl);
  if (protocol === 'https:' || isLoopback(hostname)) return publicUrl + proxy.callbackPath;
  const code: CasErrorCode = 'CAS_PROXY_NEEDS_HTTPS';
  throw new WhoError('Proxying needs a "publicUrl" of https.', { code, plugin: PACKAGE });
}
