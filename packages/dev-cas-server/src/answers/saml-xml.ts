import { newId } from '../ids.js';
import { type Released, valuesByName } from './attributes.js';
import type { Dialect } from './dialect.js';
import type { Success } from './outcome.js';
import { entityBomb, escapeXml } from './xml.js';

/** The namespace of SAML 1.1's questions and answers. */
export const samlProtocol = 'urn:oasis:names:tc:SAML:1.0:protocol';

/** What an answer of SAML 1.1 says about itself. */
export interface SamlTerms {
  readonly service: string;
  /** The `RequestID` of the question, if it could be read. */
  readonly inResponseTo: string | undefined;
  /** The moment of the answer. Milliseconds since 1970. */
  readonly nowMs: number;
  /** Seconds for which the assertion is good. */
  readonly lifetimeSeconds: number;
}

const beforeText = /(?<=<saml:NameIdentifier>|<samlp:StatusMessage>)/;

/** Validations in SAML 1.1, in a SOAP envelope. */
export function samlXml(terms: SamlTerms): Dialect<Success> {
  const issued = new Date(terms.nowMs).toISOString();

  function response(status: string, message: string, assertion: string): string {
    const inResponseTo = terms.inResponseTo === undefined ? '' : ` InResponseTo="${escapeXml(terms.inResponseTo)}"`;
    return `<samlp:Response xmlns:samlp="${samlProtocol}" xmlns:saml="urn:oasis:names:tc:SAML:1.0:assertion" MajorVersion="1" MinorVersion="1" ResponseID="${newId('SR')}" IssueInstant="${issued}" Recipient="${escapeXml(terms.service)}"${inResponseTo}>
<samlp:Status><samlp:StatusCode Value="samlp:${status}"/>${message}</samlp:Status>
${assertion}</samlp:Response>
`;
  }

  return {
    contentType: 'text/xml',
    document: (outcomes) => `<?xml version="1.0" encoding="UTF-8"?>
<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"><SOAP-ENV:Header/><SOAP-ENV:Body>
${outcomes.join('')}</SOAP-ENV:Body></SOAP-ENV:Envelope>
`,
    success: (success) => response('Success', '', assertionXml(success, terms, issued)),
    failure: ({ code, message }) =>
      response(statusOf(code), `<samlp:StatusMessage>${escapeXml(message)}</samlp:StatusMessage>`, ''),
    decoy: { userid: 'intruder', authenticatedAtMs: terms.nowMs, proxies: [] },
    nest: (failure, success) =>
      failure.replace('</samlp:Response>', () => success.slice(success.indexOf('<saml:Assertion '))),
    breakUp: (document) => document.replace('</samlp:Status>', '</samlp:State>'),
    estrange: (document) => document.replaceAll(samlProtocol, 'urn:example:not-saml'),
    bomb: (document) => document.replace(/(?<=\?>\n)/, () => entityBomb).replace(beforeText, '&bomb9;'),
    beforeText,
    beforeSpace: /(?<=<samlp:Status>)/,
  };
}

/** SAML 1.1, section 3.4.3.1. It knows none of CAS's codes. */
function statusOf(code: string): string {
  if (code === 'INTERNAL_ERROR') return 'Responder';
  return code === 'INVALID_REQUEST' ? 'Requester' : 'RequestDenied';
}

function assertionXml(
  { userid, authenticatedAtMs, attributes = [] }: Success,
  terms: SamlTerms,
  issued: string,
): string {
  const subject = `<saml:Subject><saml:NameIdentifier>${escapeXml(userid)}</saml:NameIdentifier><saml:SubjectConfirmation><saml:ConfirmationMethod>urn:oasis:names:tc:SAML:1.0:cm:artifact</saml:ConfirmationMethod></saml:SubjectConfirmation></saml:Subject>`;
  const end = new Date(terms.nowMs + terms.lifetimeSeconds * 1_000).toISOString();
  return `<saml:Assertion MajorVersion="1" MinorVersion="1" AssertionID="${newId('SA')}" Issuer="localhost" IssueInstant="${issued}">
<saml:Conditions NotBefore="${issued}" NotOnOrAfter="${end}"><saml:AudienceRestrictionCondition><saml:Audience>${escapeXml(terms.service)}</saml:Audience></saml:AudienceRestrictionCondition></saml:Conditions>
<saml:AuthenticationStatement AuthenticationMethod="urn:oasis:names:tc:SAML:1.0:am:password" AuthenticationInstant="${new Date(authenticatedAtMs).toISOString()}">${subject}</saml:AuthenticationStatement>
${attributes.length > 0 ? `<saml:AttributeStatement>${subject}\n${attributesXml(attributes)}</saml:AttributeStatement>\n` : ''}</saml:Assertion>
`;
}

/** One element for each name, with all its values, in the namespace that CAS gives them. */
function attributesXml(attributes: readonly Released[]): string {
  return Array.from(valuesByName(attributes), ([name, values]) => {
    const inside = values.map((value) => `<saml:AttributeValue>${escapeXml(value)}</saml:AttributeValue>`).join('');
    return `<saml:Attribute AttributeName="${escapeXml(name)}" AttributeNamespace="http://www.ja-sig.org/products/cas/">${inside}</saml:Attribute>\n`;
  }).join('');
}
