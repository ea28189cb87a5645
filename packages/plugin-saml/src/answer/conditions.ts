import type { XmlElement } from '@who/sso';
import { malformed, SamlRefusal } from '../refusal.js';
import { ASSERTION } from '../saml-names.js';
import { all } from '../xml/find.js';
import { instant, optionalInstant } from '../xml/instant.js';
import type { Expectation } from './assertion.js';

/**
 * Looks whether an assertion's conditions are met (SAML 2.0 core, section 2.5). It has to be for this application, and a
 * condition that is not understood counts as not met.
 *
 * @returns until when, in milliseconds since 1970
 * @throws {SamlRefusal} SAML_RESPONSE_INVALID, SAML_RESPONSE_REJECTED
 */
export function checkConditions(
  conditions: XmlElement,
  { entityId, nowMs, toleranceMs }: Pick<Expectation, 'entityId' | 'nowMs' | 'toleranceMs'>,
): number {
  const fromMs = optionalInstant(conditions.attribute('NotBefore'), 'NotBefore') ?? Number.NEGATIVE_INFINITY;
  // It may be left out by the letter, but the library takes no such assertion.
  const untilMs = instant(conditions.attribute('NotOnOrAfter') ?? '', 'NotOnOrAfter');
  if (nowMs + toleranceMs < fromMs) throw new SamlRefusal('SAML_NOT_YET_VALID');
  if (nowMs - toleranceMs >= untilMs) {
    throw new SamlRefusal('SAML_EXPIRED', { what: 'Conditions' });
  }
  for (const { namespace, name } of conditions.children) {
    if (namespace !== ASSERTION || !UNDERSTOOD.has(name)) throw malformed('it has a condition that is not known');
  }
  const restrictions = all(conditions, ASSERTION, 'AudienceRestriction');
  const isForUs = restrictions.every((restriction) =>
    all(restriction, ASSERTION, 'Audience').some(({ text, children }) => children.length === 0 && text === entityId),
  );
  if (restrictions.length === 0 || !isForUs) {
    throw new SamlRefusal('SAML_OTHER_AUDIENCE', { entityId });
  }
  return untilMs;
}

/** Each is used once in any case, and nobody is vouched for with it. */
const UNDERSTOOD: ReadonlySet<string> = new Set(['AudienceRestriction', 'OneTimeUse', 'ProxyRestriction']);
