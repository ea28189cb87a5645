import type { WhoError } from '@who/core';
import { clientRefused } from '../errors.js';
import { reasons } from '../reasons.js';
import type { Asker } from './asker.js';

/** Whether an error of OAuth is about the client itself, so that another sign-in would not help (RFC 6749, 5.2). */
export function refusesClient(code: string): boolean {
  return CODES.has(code);
}

/** The error for it, told to people who look on. */
export function tellOfClient({ explain }: Asker, code: string): WhoError {
  explain?.(reasons.OIDC_CLIENT_REFUSED, { code });
  return clientRefused(code);
}

const CODES: ReadonlySet<string> = new Set([
  'invalid_client',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_scope',
]);
