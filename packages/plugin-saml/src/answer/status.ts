import type { XmlElement } from '@who/sso';
import { malformed } from '../refusal.js';
import { PROTOCOL, STATUS_PREFIX, SUCCESS } from '../saml-names.js';
import { only, optional } from '../xml/find.js';

/**
 * Why a response brings nobody: the innermost of its status codes, as programs compare it, e.g. `NoPassive`.
 *
 * @returns nothing of a success
 * @throws {SamlRefusal} SAML_RESPONSE_INVALID
 */
export function failureOf(response: XmlElement): string | undefined {
  const code = only(only(response, PROTOCOL, 'Status'), PROTOCOL, 'StatusCode');
  const value = code.attribute('Value') ?? '';
  const inner = optional(code, PROTOCOL, 'StatusCode');
  if (value === SUCCESS) return undefined;
  const said = inner?.attribute('Value') ?? value;
  if (said === SUCCESS) throw malformed('its status contradicts itself');
  const short = said.startsWith(STATUS_PREFIX) ? said.slice(STATUS_PREFIX.length) : '';
  return /^[A-Za-z]{1,64}$/.test(short) ? short : 'Unknown';
}
