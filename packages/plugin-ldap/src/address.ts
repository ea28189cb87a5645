import { parseUrl } from '@who/core';
import type { Address } from './wire/dial.js';

/** A server by its URL; `undefined` where that is none. */
export function addressOf(url: unknown, clearText: boolean): Address | undefined {
  const [, scheme, authority = ''] = (typeof url === 'string' && /^(ldaps?):\/\/([^/?#@\s]+)\/?$/i.exec(url)) || [];
  // The schemes of LDAP are none that URL knows, and it leaves their hosts as they are written.
  const parsed = parseUrl(`http://${authority}`);
  if (scheme === undefined || !parsed) return undefined;
  const { hostname, port } = parsed;
  const isTls = scheme.toLowerCase() === 'ldaps';
  const explicit = /:(\d+)$/.exec(authority)?.[1];
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port || explicit || (isTls ? 636 : 389)),
    security: isTls ? 'tls' : clearText ? 'none' : 'startTls',
    name: `${scheme.toLowerCase()}://${authority}`,
  };
}
