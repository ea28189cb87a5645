import { parseUrl } from '@who/core';
import { isLoopback } from '@who/sso';
import { check } from './checks.js';

/** The issuer's URL as it was written, without a way to be anything else. */
export function checkIssuer(value: unknown): string {
  const url = parseUrl(value);
  check(url !== undefined && /^https?:$/.test(url.protocol), 'issuer', 'must be an https URL.');
  check(
    !/[?#]/.test(value as string) && !url.username && !url.password,
    'issuer',
    'must not have a query, a fragment or a user.',
  );
  check(!url.pathname.includes('/.well-known/'), 'issuer', 'must be the issuer, without "/.well-known/…".');
  check(
    url.protocol === 'https:' || isLoopback(url.hostname),
    'issuer',
    'must be https: over plain http, whoever sits on the wire can say who signs in. Only this machine needs none.',
  );
  return value as string;
}
