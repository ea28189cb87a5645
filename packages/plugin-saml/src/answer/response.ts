import type { XmlElement } from '@who/sso';
import { malformed, SamlRefusal } from '../refusal.js';
import { ASSERTION, PROTOCOL } from '../saml-names.js';
import { is, optional } from '../xml/find.js';
import { parseXml } from '../xml/xml.js';
import { type Assertion, checkIssuer, type Expectation, readAssertion } from './assertion.js';
import { genuineAssertion, type Keys } from './genuine.js';
import { shapeOf } from './shape.js';
import { failureOf } from './status.js';

/** A response that was read, but not believed. */
export interface ReadResponse {
  readonly text: string;
  readonly response: XmlElement;
  /** Why it brings nobody; nothing of a success. */
  readonly failure: string | undefined;
}

/**
 * Reads a response that a browser brought.
 *
 * @param text its XML
 * @throws {SamlRefusal} SAML_RESPONSE_INVALID
 */
export function readResponse(text: string): ReadResponse {
  const response = parseXml(text);
  if (!is(response, PROTOCOL, 'Response')) throw malformed('it is no Response of SAML 2.0');
  if (response.attribute('Version') !== '2.0') throw malformed('it is not of SAML 2.0');
  return { text, response, failure: failureOf(response) };
}

/**
 * What a response says: for us, here, now, and signed.
 *
 * @param read one that is no failure
 * @throws {SamlRefusal} SAML_RESPONSE_INVALID, SAML_RESPONSE_REJECTED
 */
export async function believedAssertion(
  { text, response }: ReadResponse,
  expected: Expectation,
  keys: Keys,
): Promise<Assertion> {
  checkEnvelope(response, expected);
  const shape = shapeOf(response, keys.legacy);
  // What is not for us need not be looked at closer; nothing of it counts yet.
  if (shape.assertion) readAssertion(shape.assertion, expected);
  return readAssertion(await genuineAssertion(text, shape, keys), expected);
}

/** What is around an assertion may be unsigned: where it says something, it has to say the same. */
function checkEnvelope(response: XmlElement, expected: Expectation): void {
  const issuer = optional(response, ASSERTION, 'Issuer');
  if (issuer) checkIssuer(issuer, expected);
  const destination = response.attribute('Destination');
  if (destination !== undefined && destination !== expected.callbackUrl) {
    throw new SamlRefusal('SAML_OTHER_RECIPIENT', { callbackUrl: expected.callbackUrl });
  }
  if (response.attribute('InResponseTo') !== expected.requestId) {
    throw new SamlRefusal('SAML_OTHER_REQUEST');
  }
}
