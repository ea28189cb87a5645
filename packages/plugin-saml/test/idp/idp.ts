import { randomBytes } from 'node:crypto';
import { type KeyPair, makeKeyPair } from './certificate.js';
import { signElement } from './sign.js';

export const IDP = 'https://idp.example.org/metadata';
export const SIGN_ON = 'https://idp.example.org/sso';
export const LOGOUT = 'https://idp.example.org/slo';
export const SP = 'https://app.example.org/login/saml/metadata';
export const ACS = 'https://app.example.org/login/saml';

/** The key of the tests' own identity provider, and one of somebody else. */
export const idpKeys: KeyPair = makeKeyPair();
export const otherKeys: KeyPair = makeKeyPair('other.example.test');

export const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol';
export const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion';
const BINDINGS = 'urn:oasis:names:tc:SAML:2.0:bindings';

/** What a response says; by default all that a good one does. */
export interface Says {
  readonly nowMs?: number;
  readonly issuer?: string;
  readonly requestId?: string | null;
  readonly responseInResponseTo?: string | null;
  readonly destination?: string;
  readonly recipient?: string;
  readonly audience?: string;
  readonly status?: string;
  readonly nameId?: string;
  readonly sessionIndex?: string;
  readonly authnInstantMs?: number;
  readonly notBeforeMs?: number;
  readonly notOnOrAfterMs?: number;
  readonly issueInstantMs?: number;
  readonly attributes?: string;
  /** More inside of the assertion, at its end. */
  readonly more?: string;
  readonly assertionId?: string;
  readonly context?: string;
}

export const nameId = (text: string, format = 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress'): string =>
  `<saml:NameID Format="${format}">${text}</saml:NameID>`;

/** `name` or `name|friendly name`, with its values, as they stand in XML. */
export function attribute(name: string, ...values: readonly string[]): string {
  const [formal, friendly] = name.split('|');
  const friendlyName = friendly === undefined ? '' : ` FriendlyName="${friendly}"`;
  const content = values.map((value) => `<saml:AttributeValue>${value}</saml:AttributeValue>`).join('');
  return `<saml:Attribute Name="${formal}"${friendlyName}>${content}</saml:Attribute>`;
}

const time = (ms: number): string => new Date(ms).toISOString();
const newId = (): string => `_${randomBytes(16).toString('hex')}`;

/** A response that nobody has signed yet. */
export function responseXml(says: Says = {}): string {
  const nowMs = says.nowMs ?? Date.now();
  const until = time(says.notOnOrAfterMs ?? nowMs + 300_000);
  const requestId = says.requestId === undefined ? '_request' : says.requestId;
  const outer = says.responseInResponseTo === undefined ? requestId : says.responseInResponseTo;
  const issuer = `<saml:Issuer>${says.issuer ?? IDP}</saml:Issuer>`;
  const issued = time(says.issueInstantMs ?? nowMs);
  const inResponseTo = (id: string | null): string => (id === null ? '' : ` InResponseTo="${id}"`);
  return (
    `<samlp:Response xmlns:samlp="${PROTOCOL}" xmlns:saml="${ASSERTION}" ID="${newId()}" Version="2.0" ` +
    `IssueInstant="${issued}" Destination="${says.destination ?? ACS}"${inResponseTo(outer)}>${issuer}` +
    (says.status ?? `<samlp:Status><samlp:StatusCode Value="${STATUS}Success"/></samlp:Status>`) +
    `<saml:Assertion xmlns:saml="${ASSERTION}" ID="${says.assertionId ?? newId()}" Version="2.0" IssueInstant="${issued}">` +
    `${issuer}<saml:Subject>${says.nameId ?? nameId('alice@example.org')}` +
    `<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData ` +
    `NotOnOrAfter="${until}" Recipient="${says.recipient ?? ACS}"${inResponseTo(requestId)}/></saml:SubjectConfirmation>` +
    `</saml:Subject><saml:Conditions NotBefore="${time(says.notBeforeMs ?? nowMs - 30_000)}" NotOnOrAfter="${until}">` +
    `<saml:AudienceRestriction><saml:Audience>${says.audience ?? SP}</saml:Audience></saml:AudienceRestriction>` +
    `</saml:Conditions><saml:AuthnStatement AuthnInstant="${time(says.authnInstantMs ?? nowMs)}" ` +
    `SessionIndex="${says.sessionIndex ?? '_session'}"><saml:AuthnContext><saml:AuthnContextClassRef>` +
    `${says.context ?? 'urn:oasis:names:tc:SAML:2.0:ac:classes:Password'}</saml:AuthnContextClassRef></saml:AuthnContext>` +
    `</saml:AuthnStatement><saml:AttributeStatement>${says.attributes ?? attribute('urn:oid:0.9.2342.19200300.100.1.3|mail', 'alice@example.org')}` +
    `</saml:AttributeStatement>${says.more ?? ''}</saml:Assertion></samlp:Response>`
  );
}

export const STATUS = 'urn:oasis:names:tc:SAML:2.0:status:';

/** A good response: its assertion is signed. */
export function signedResponse(says: Says = {}): string {
  return signElement(responseXml(says), 'Assertion', idpKeys);
}

/** Metadata of the identity provider. */
export function idpMetadata(options: MetadataSays = {}): string {
  const certificates = options.certificates ?? [idpKeys.certificate];
  const endpoint = (kind: string, binding: string, location: string, more = ''): string =>
    `<${kind} Binding="${BINDINGS}:${binding}" Location="${location}"${more}/>`;
  const bindings = options.bindings ?? ['HTTP-Redirect', 'HTTP-POST'];
  const keys = certificates.map(
    (pem) =>
      `<KeyDescriptor use="signing"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>` +
      `${pem.replace(/-----[A-Z ]+-----|\s/g, '')}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></KeyDescriptor>`,
  );
  return (
    `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" ` +
    `ID="_metadata" entityID="${options.entityId ?? IDP}"${options.more ?? ''}>` +
    `<IDPSSODescriptor protocolSupportEnumeration="${PROTOCOL}">${options.extensions ?? ''}${keys.join('')}` +
    `${(options.logoutBindings ?? bindings).map((b) => endpoint('SingleLogoutService', b, options.logoutUrl ?? LOGOUT)).join('')}` +
    `${bindings.map((b) => endpoint('SingleSignOnService', b, options.signOnUrl ?? SIGN_ON)).join('')}` +
    `</IDPSSODescriptor></EntityDescriptor>`
  );
}

export interface MetadataSays {
  readonly entityId?: string;
  readonly certificates?: readonly string[];
  readonly bindings?: readonly string[];
  readonly logoutBindings?: readonly string[];
  readonly signOnUrl?: string;
  readonly logoutUrl?: string;
  readonly extensions?: string;
  /** More attributes. */
  readonly more?: string;
}
