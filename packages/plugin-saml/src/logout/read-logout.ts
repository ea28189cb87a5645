import type { XmlElement } from '@who/sso';
import { checkIssuer } from '../answer/assertion.js';
import { failureOf } from '../answer/status.js';
import { type NameId, nameIdIn } from '../attributes/name-id.js';
import { malformed, SamlRefusal } from '../refusal.js';
import { ASSERTION, PROTOCOL } from '../saml-names.js';
import { all, is, only } from '../xml/find.js';
import { instant, optionalInstant } from '../xml/instant.js';

/** What a message of single logout has to fit. */
export interface LogoutExpectation {
  readonly idpEntityId: string;
  /** Where it came to. */
  readonly logoutUrl: string;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
  readonly toleranceMs: number;
}

/** Whose sessions the identity provider has ended. */
export interface LogoutRequest {
  readonly id: string;
  readonly nameId: NameId;
  /** None: all of them. */
  readonly sessionIndexes: readonly string[];
}

/**
 * Reads a logout request whose signature is good (SAML 2.0 core, section 3.7.1).
 *
 * @throws {SamlRefusal} SAML_RESPONSE_INVALID, SAML_RESPONSE_REJECTED
 */
export function readLogoutRequest(root: XmlElement, expected: LogoutExpectation): LogoutRequest {
  const id = checkHead(root, 'LogoutRequest', expected);
  const { nowMs, toleranceMs } = expected;
  const untilMs = optionalInstant(root.attribute('NotOnOrAfter'), 'NotOnOrAfter');
  const issuedMs = instant(root.attribute('IssueInstant') ?? '', 'IssueInstant');
  if (issuedMs > nowMs + toleranceMs) throw new SamlRefusal('SAML_NOT_YET_VALID');
  // An old one would end sessions that have begun since.
  if (nowMs - toleranceMs >= Math.min(untilMs ?? Number.POSITIVE_INFINITY, issuedMs + MAX_AGE_MS)) {
    throw new SamlRefusal('SAML_EXPIRED', { what: 'LogoutRequest' });
  }
  const nameId = nameIdIn(root);
  if (!nameId) throw malformed('it names nobody by a NameID that is not encrypted');
  const indexes = all(root, PROTOCOL, 'SessionIndex').map(({ text }) => text);
  if (indexes.length > MAX_INDEXES) throw malformed(`it has more than ${MAX_INDEXES} SessionIndex elements`);
  if (indexes.includes('')) throw malformed('it has an empty SessionIndex');
  return { id, nameId, sessionIndexes: [...new Set(indexes)] };
}

/**
 * Reads an answer to a logout request.
 *
 * @returns why it went wrong; nothing of a success
 * @throws {SamlRefusal} SAML_RESPONSE_INVALID, SAML_RESPONSE_REJECTED
 */
export function readLogoutResponse(root: XmlElement, expected: LogoutExpectation): string | undefined {
  checkHead(root, 'LogoutResponse', expected);
  return failureOf(root);
}

function checkHead(root: XmlElement, name: string, expected: LogoutExpectation): string {
  const id = root.attribute('ID');
  if (!is(root, PROTOCOL, name) || root.attribute('Version') !== '2.0' || !id) {
    throw malformed(`it is no ${name} of SAML 2.0`);
  }
  checkIssuer(only(root, ASSERTION, 'Issuer'), expected);
  // Nothing else in it says for whom it is; and whoever signs one has to say so (bindings, sections 3.4.5.2 and 3.5.5.2).
  const destination = root.attribute('Destination');
  if (destination === undefined) throw new SamlRefusal('SAML_NO_DESTINATION', { logoutUrl: expected.logoutUrl });
  if (destination !== expected.logoutUrl) {
    throw new SamlRefusal('SAML_OTHER_RECIPIENT', { callbackUrl: expected.logoutUrl });
  }
  return id;
}

/** How old a logout request may be. It comes at once, or by way of a person who is asked on the way. */
export const MAX_AGE_MS: number = 10 * 60 * 1000;
/** Real ones have one, or a few. Each costs the store a question. */
const MAX_INDEXES = 50;
