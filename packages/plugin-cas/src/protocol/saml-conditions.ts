import { instantOf, type XmlElement } from '@who/sso';
import { badResponse } from '../errors.js';
import type { SamlQuestion } from './saml-response.js';

/**
 * Says which of an assertion's conditions is not met (SAML 1.1, core, section 2.3.2.1). Without both dates an
 * assertion would hold for ever, and a condition that is not understood counts as not met.
 *
 * @throws {WhoError} CAS_BAD_RESPONSE
 */
export function unmetCondition(
  conditions: XmlElement,
  { service, nowMs, toleranceMs }: Pick<SamlQuestion, 'service' | 'nowMs' | 'toleranceMs'>,
): string | undefined {
  if (nowMs + toleranceMs < instant(conditions.attribute('NotBefore'))) return 'ASSERTION_NOT_YET_VALID';
  if (nowMs - toleranceMs >= instant(conditions.attribute('NotOnOrAfter'))) return 'ASSERTION_EXPIRED';
  for (const condition of conditions.children) {
    if (condition.namespace !== conditions.namespace) return 'UNKNOWN_CONDITION';
    if (condition.name === 'AudienceRestrictionCondition') {
      const audiences = condition.children.filter(({ name }) => name === 'Audience').map(({ text }) => text);
      if (!audiences.includes(service)) return 'WRONG_AUDIENCE';
    } else if (condition.name !== 'DoNotCacheCondition') {
      return 'UNKNOWN_CONDITION';
    }
  }
  return undefined;
}

function instant(text: string | undefined): number {
  const ms = instantOf(text);
  if (ms === undefined) throw badResponse('it does not say from when until when it holds');
  return ms;
}
