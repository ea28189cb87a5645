import { WhoError, type WhoErrorOptions } from '@who/core';

/** The codes of errors that this package raises. */
export type LdapErrorCode =
  | 'BAD_OPTION'
  /** No server can be reached, none can be trusted, or all are left alone for a moment (503). */
  | 'LDAP_UNAVAILABLE'
  /** A server that answers others did not answer in time (503). */
  | 'LDAP_TIMEOUT'
  /** Too many are waiting for a connection (503). */
  | 'LDAP_BUSY'
  /** The directory refuses the account that looks people up (503). */
  | 'LDAP_ACCOUNT_REFUSED'
  /** The directory answered with what is neither yes nor no (500). */
  | 'LDAP_FAILED'
  /** There is more than the directory or the plugin gives; a part of it would be wrong (500). */
  | 'LDAP_LIMIT'
  | 'LDAP_CLOSED'
  | 'LDAP_UNSUPPORTED';

/** How errors name this package. */
export const PLUGIN = '@who/plugin-ldap';

/** An error of this package. */
export function ldapError(
  code: Exclude<LdapErrorCode, 'BAD_OPTION'>,
  message: string,
  options: Omit<WhoErrorOptions, 'code' | 'plugin'> = {},
): WhoError<LdapErrorCode> {
  return new WhoError(message, { ...options, code, plugin: PLUGIN });
}

/** One that passes by itself: the request fails with 503, and may be tried again. */
export function passing(
  code: 'LDAP_UNAVAILABLE' | 'LDAP_TIMEOUT' | 'LDAP_BUSY' | 'LDAP_ACCOUNT_REFUSED',
  message: string,
): WhoError<LdapErrorCode> {
  const seconds = code === 'LDAP_ACCOUNT_REFUSED' ? '30' : '1';
  return ldapError(code, message, { status: 503, headers: [['Retry-After', seconds]] });
}

/** The same, without having asked: no server has answered lately. */
export function withoutAsking<E extends Error>(error: E): E {
  unasked.add(error);
  return error;
}

/** Whether {@link withoutAsking} has marked it. */
export const wasNotAsked = (error: unknown): boolean => error instanceof WhoError && unasked.has(error);

const unasked = new WeakSet<Error>();
