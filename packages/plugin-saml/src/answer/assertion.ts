import type { XmlElement } from '@who/sso';
import { type NameId, nameIdIn } from '../attributes/name-id.js';
import { malformed, SamlRefusal } from '../refusal.js';
import { ASSERTION, BEARER, ENTITY_FORMAT } from '../saml-names.js';
import { all, is, only, optional } from '../xml/find.js';
import { instant, optionalInstant } from '../xml/instant.js';
import { checkConditions } from './conditions.js';

/** What an assertion has to fit. */
export interface Expectation {
  readonly idpEntityId: string;
  /** What the application is called. */
  readonly entityId: string;
  /** Where the answer came to. */
  readonly callbackUrl: string;
  /** The request that it answers; `undefined` of one that nobody asked for. */
  readonly requestId: string | undefined;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
  /** By how much the clocks of both servers may differ. */
  readonly toleranceMs: number;
}

/** What an assertion says. */
export interface Assertion {
  readonly id: string;
  readonly nameId: NameId | undefined;
  readonly attributeStatements: readonly XmlElement[];
  /** When somebody signed in at the identity provider, in milliseconds since 1970. */
  readonly authnInstantMs: number;
  readonly sessionIndex: string | undefined;
  /** How; a URI. */
  readonly authnContext: string | undefined;
  /** From when on nobody has to take it, tolerance and all, in milliseconds since 1970. */
  readonly goodUntilMs: number;
}

/**
 * Reads an assertion, and looks whether it is one for us, here and now (SAML 2.0 profiles, section 4.1.4.3).
 *
 * @param assertion out of what is signed
 * @throws {SamlRefusal} SAML_RESPONSE_INVALID, SAML_RESPONSE_REJECTED
 */
export function readAssertion(assertion: XmlElement, expected: Expectation): Assertion {
  if (!is(assertion, ASSERTION, 'Assertion')) throw malformed('what is signed is no assertion');
  const id = assertion.attribute('ID');
  if (assertion.attribute('Version') !== '2.0' || !id) throw malformed('its assertion is not of SAML 2.0');
  const { nowMs, toleranceMs } = expected;
  const issuedMs = instant(assertion.attribute('IssueInstant') ?? '', 'IssueInstant');
  if (issuedMs > nowMs + toleranceMs) throw new SamlRefusal('SAML_NOT_YET_VALID');
  if (nowMs - toleranceMs >= issuedMs + MAX_AGE_MS) {
    throw new SamlRefusal('SAML_EXPIRED', { what: 'IssueInstant' });
  }
  checkIssuer(only(assertion, ASSERTION, 'Issuer'), expected);
  const subject = only(assertion, ASSERTION, 'Subject');
  const confirmedUntilMs = checkConfirmation(subject, expected);
  const conditionsUntilMs = checkConditions(only(assertion, ASSERTION, 'Conditions'), expected);
  const statement = only(assertion, ASSERTION, 'AuthnStatement');
  const sessionUntilMs = optionalInstant(statement.attribute('SessionNotOnOrAfter'), 'SessionNotOnOrAfter');
  if (sessionUntilMs !== undefined && nowMs - toleranceMs >= sessionUntilMs) {
    throw new SamlRefusal('SAML_EXPIRED', { what: 'SessionNotOnOrAfter' });
  }
  const context = optional(statement, ASSERTION, 'AuthnContext');
  return {
    id,
    nameId: nameIdIn(subject),
    attributeStatements: all(assertion, ASSERTION, 'AttributeStatement'),
    authnInstantMs: instant(statement.attribute('AuthnInstant') ?? '', 'AuthnInstant'),
    sessionIndex: statement.attribute('SessionIndex') || undefined,
    authnContext: context && optional(context, ASSERTION, 'AuthnContextClassRef')?.text,
    goodUntilMs: Math.min(confirmedUntilMs, conditionsUntilMs, issuedMs + MAX_AGE_MS) + toleranceMs,
  };
}

/** @throws {SamlRefusal} SAML_RESPONSE_REJECTED */
export function checkIssuer(issuer: XmlElement, { idpEntityId }: Pick<Expectation, 'idpEntityId'>): void {
  const isEntity = (issuer.attribute('Format') ?? ENTITY_FORMAT) === ENTITY_FORMAT;
  if (!isEntity || issuer.children.length > 0 || issuer.text !== idpEntityId) {
    throw new SamlRefusal('SAML_OTHER_ISSUER', { idp: idpEntityId });
  }
}

/**
 * Whoever brings it is whom it is about, where one confirmation says so for this address, this request and this moment.
 *
 * @returns until when
 */
function checkConfirmation(subject: XmlElement, expected: Expectation): number {
  const confirmations = all(subject, ASSERTION, 'SubjectConfirmation').filter(
    (confirmation) => confirmation.attribute('Method') === BEARER,
  );
  let refusal = new SamlRefusal('SAML_NO_CONFIRMATION');
  for (const confirmation of confirmations) {
    const data = only(confirmation, ASSERTION, 'SubjectConfirmationData');
    const outcome = confirmedUntil(data, expected);
    if (typeof outcome === 'number') return outcome;
    refusal = outcome;
  }
  throw refusal;
}

function confirmedUntil(data: XmlElement, expected: Expectation): number | SamlRefusal {
  const { callbackUrl, requestId, nowMs, toleranceMs } = expected;
  const untilMs = instant(data.attribute('NotOnOrAfter') ?? '', 'NotOnOrAfter');
  const fromMs = optionalInstant(data.attribute('NotBefore'), 'NotBefore');
  if (data.attribute('Recipient') !== callbackUrl) {
    return new SamlRefusal('SAML_OTHER_RECIPIENT', { callbackUrl });
  }
  if (data.attribute('InResponseTo') !== requestId) {
    return new SamlRefusal('SAML_OTHER_REQUEST');
  }
  if (fromMs !== undefined && nowMs + toleranceMs < fromMs) {
    return new SamlRefusal('SAML_NOT_YET_VALID');
  }
  if (nowMs - toleranceMs >= untilMs) {
    return new SamlRefusal('SAML_EXPIRED', { what: 'SubjectConfirmationData' });
  }
  return untilMs;
}

/** However long the identity provider means it to be good: what came once has to be remembered until then. */
const MAX_AGE_MS = 24 * 60 * 60 * 1000;
