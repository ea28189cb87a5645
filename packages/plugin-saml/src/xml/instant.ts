import { malformed } from '../refusal.js';

/**
 * A time in UTC, in milliseconds since 1970 (SAML 2.0 core, section 1.3.3). Some say `+00:00`.
 *
 * @throws {SamlRefusal} SAML_RESPONSE_INVALID
 */
export function instant(text: string, what: string): number {
  const [, time, zone] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?)(Z|[+-]\d\d:\d\d)?$/.exec(text.trim()) ?? [];
  const ms = time === undefined ? Number.NaN : Date.parse(time + (zone ?? 'Z'));
  if (Number.isNaN(ms)) throw malformed(`its ${what} is no time`);
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
