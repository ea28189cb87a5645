import type { XmlElement } from '@who/sso';
import { badResponse } from '../errors.js';
import { checkUser, failureCode } from './attributes.js';
import type { CasOutcome } from './outcome.js';
import { type Reading, STANDARD_READING } from './reading.js';
import { readSamlAttributes } from './saml-attributes.js';
import { unmetCondition } from './saml-conditions.js';
import { parseXml } from './xml.js';

/** The question that an answer has to fit. */
export interface SamlQuestion {
  readonly requestId: string;
  readonly service: string;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
  /** By how much the clocks of both servers may differ. */
  readonly toleranceMs: number;
}

/**
 * Reads the answer of `/samlValidate`: SAML 1.1 in a SOAP envelope. Exactly one assertion counts, and only where all
 * of it speaks of the same person.
 *
 * @throws {WhoError} CAS_BAD_RESPONSE
 */
export function parseSamlResponse(
  text: string,
  question: SamlQuestion,
  { maxElements, flattenAttributes }: Pick<Reading, 'maxElements' | 'flattenAttributes'> = STANDARD_READING,
): CasOutcome {
  const response = responseIn(parseXml(text, { maxElements }));
  // Apereo CAS 4.1, and later ones where they do not find the request's id, name the service.
  const answersTo = response.attribute('InResponseTo');
  if (answersTo !== undefined && answersTo !== question.requestId && answersTo !== question.service) {
    throw badResponse('it answers another question');
  }

  const failure = failureOf(only(only(response, SAMLP, 'Status'), SAMLP, 'StatusCode'));
  if (failure !== undefined) return { success: false, code: failure };

  const assertion = only(response, SAML, 'Assertion');
  const recipient = response.attribute('Recipient');
  if (recipient !== undefined && recipient !== question.service) return { success: false, code: 'WRONG_RECIPIENT' };
  const unmet = unmetCondition(only(assertion, SAML, 'Conditions'), question);
  if (unmet !== undefined) return { success: false, code: unmet };

  const statements = assertion.children.filter((child) => is(child, SAML, 'AttributeStatement'));
  const attributes = readSamlAttributes(statements, flattenAttributes);
  return { success: true, user: userOf(assertion), ...attributes, proxies: [] };
}

function responseIn(envelope: XmlElement): XmlElement {
  if (!is(envelope, SOAP, 'Envelope')) throw badResponse('it is not a SOAP envelope');
  const body = only(envelope, SOAP, 'Body');
  const response = only(body, SAMLP, 'Response');
  if (body.children.length > 1) throw badResponse('its SOAP body has more than a Response');
  if (response.attribute('MajorVersion') !== '1') throw badResponse('it is not SAML 1');
  return response;
}

/** The innermost code says most. It is a qualified name, whose prefix the document chooses. */
function failureOf(status: XmlElement): string | undefined {
  const [prefix, name = ''] = qualified(status.attribute('Value') ?? '');
  if (name === 'Success' && status.resolve(prefix) === SAMLP && status.children.length === 0) return undefined;
  const inner = status.children.find((child) => is(child, SAMLP, 'StatusCode'));
  const [, code] = qualified((inner ?? status).attribute('Value') ?? '');
  return code === 'Success' ? 'UNKNOWN' : failureCode(code?.replace(/(?<=[a-z])(?=[A-Z])/g, '_'));
}

function qualified(name: string): readonly [prefix: string, local: string | undefined] {
  const colon = name.indexOf(':');
  return [name.slice(0, Math.max(colon, 0)), name.slice(colon + 1)];
}

/** Every statement has to name the same user, and one of them has to be that he has signed in. */
function userOf(assertion: XmlElement): string {
  only(assertion, SAML, 'AuthenticationStatement');
  const statements = assertion.children.filter((child) => child.namespace === SAML && /Statement$/.test(child.name));
  const users = statements.map((statement) => only(only(statement, SAML, 'Subject'), SAML, 'NameIdentifier').text);
  return checkUser(new Set(users).size === 1 ? users[0] : undefined);
}

function only(parent: XmlElement, namespace: string, name: string): XmlElement {
  const found = parent.children.filter((child) => is(child, namespace, name));
  const [element] = found;
  if (!element || found.length > 1) throw badResponse(`it has ${found.length} ${name} elements instead of one`);
  return element;
}

const is = (element: XmlElement, namespace: string, name: string): boolean =>
  element.name === name && element.namespace === namespace;

const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
const SAMLP = 'urn:oasis:names:tc:SAML:1.0:protocol';
const SAML = 'urn:oasis:names:tc:SAML:1.0:assertion';
