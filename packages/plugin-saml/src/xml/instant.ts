import { instantOf } from '@who/sso';
import { malformed } from '../refusal.js';

/**
 * A time in UTC, in milliseconds since 1970.
 *
 * @throws {SamlRefusal} SAML_RESPONSE_INVALID
 */
export function instant(text: string, what: string): number {
  const ms = instantOf(text);
  if (ms === undefined) throw malformed(`its ${what} is no time`);
  return ms;
}

/** The same for an attribute that may be missing. */
export function optionalInstant(text: string | undefined, what: string): number | undefined {
  return text === undefined ? undefined : instant(text, what);
}

/** As SAML writes it, without fractions of a second. */
export function instantText(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}
