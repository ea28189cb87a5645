import { randomBytes } from 'node:crypto';
import type { KnownUser } from '@who/dev-server';
import { ASSERTION, BINDINGS, EMAIL, METADATA, OIDS, PROTOCOL, STATUS } from './names.js';

/** What a response answers, and for whom. */
export interface ResponseSays {
  readonly idp: string;
  readonly requestId: string;
  readonly audience: string;
  readonly acsUrl: string;
  readonly nowMs: number;
}

/** Who has signed in, and when. */
export interface SignedIn {
  readonly user: KnownUser;
  readonly sessionIndex: string;
  readonly sinceMs: number;
}

export const newId = (): string => `_${randomBytes(16).toString('hex')}`;

/** A response that names somebody; its assertion is to be signed. */
export function responseXml(says: ResponseSays, { user, sessionIndex, sinceMs }: SignedIn): string {
  const until = time(says.nowMs + 300_000);
  const attributes = Object.entries(user.attributes).map(([name, values]) => {
    const oid = OIDS[name];
    const head = oid === undefined ? `Name="${escapeXml(name)}"` : `Name="urn:oid:${oid}" FriendlyName="${name}"`;
    const list = typeof values === 'string' ? [values] : values;
    const content = list.map((value) => `<saml:AttributeValue>${escapeXml(value)}</saml:AttributeValue>`).join('');
    return `<saml:Attribute ${head}>${content}</saml:Attribute>`;
  });
  return response(
    says,
    `<samlp:Status><samlp:StatusCode Value="${STATUS}Success"/></samlp:Status>` +
      `<saml:Assertion xmlns:saml="${ASSERTION}" ID="${newId()}" Version="2.0" IssueInstant="${time(says.nowMs)}">` +
      `<saml:Issuer>${escapeXml(says.idp)}</saml:Issuer><saml:Subject>${nameId(user)}` +
      `<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData ` +
      `NotOnOrAfter="${until}" Recipient="${escapeXml(says.acsUrl)}" InResponseTo="${escapeXml(says.requestId)}"/>` +
      `</saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="${time(says.nowMs - 60_000)}" ` +
      `NotOnOrAfter="${until}"><saml:AudienceRestriction><saml:Audience>${escapeXml(says.audience)}</saml:Audience>` +
      `</saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement AuthnInstant="${time(sinceMs)}" ` +
      `SessionIndex="${sessionIndex}"><saml:AuthnContext><saml:AuthnContextClassRef>` +
      `urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</saml:AuthnContextClassRef></saml:AuthnContext>` +
      `</saml:AuthnStatement><saml:AttributeStatement>${attributes.join('')}</saml:AttributeStatement></saml:Assertion>`,
  );
}

/** A response that names nobody, because nobody is signed in and nobody may be asked. */
export function noPassiveXml(says: ResponseSays): string {
  const inner = `<samlp:StatusCode Value="${STATUS}NoPassive"/>`;
  return response(
    says,
    `<samlp:Status><samlp:StatusCode Value="${STATUS}Responder">${inner}</samlp:StatusCode></samlp:Status>`,
  );
}

function response({ idp, requestId, acsUrl, nowMs }: ResponseSays, content: string): string {
  const inResponseTo = `InResponseTo="${escapeXml(requestId)}"`;
  return message('Response', { idp, destination: acsUrl, nowMs }, inResponseTo, content);
}

/** The name of somebody. */
function nameId({ userid, attributes }: KnownUser): string {
  const [mail = userid] = [attributes['mail']].flat();
  return `<saml:NameID Format="${EMAIL}">${escapeXml(mail ?? userid)}</saml:NameID>`;
}

interface Head {
  readonly idp: string;
  readonly destination: string;
  readonly nowMs: number;
}

export function logoutRequestXml(head: Head, { user, sessionIndex }: SignedIn): string {
  const index = `<samlp:SessionIndex>${sessionIndex}</samlp:SessionIndex>`;
  return message('LogoutRequest', head, '', nameId(user) + index);
}

export function logoutResponseXml(head: Head, requestId: string): string {
  const status = `<samlp:Status><samlp:StatusCode Value="${STATUS}Success"/></samlp:Status>`;
  return message('LogoutResponse', head, `InResponseTo="${escapeXml(requestId)}"`, status);
}

function message(name: string, { idp, destination, nowMs }: Head, more: string, content: string): string {
  return (
    `<samlp:${name} xmlns:samlp="${PROTOCOL}" xmlns:saml="${ASSERTION}" ID="${newId()}" Version="2.0" ` +
    `IssueInstant="${time(nowMs)}" Destination="${escapeXml(destination)}" ${more}>` +
    `<saml:Issuer>${escapeXml(idp)}</saml:Issuer>${content}</samlp:${name}>`
  );
}

/** What applications have to know about the identity provider. */
export function metadataXml(url: string, entityId: string, certificate: string): string {
  const base64 = certificate.replace(/-----[A-Z ]+-----|\s+/g, '');
  const at = (kind: string, binding: string, path: string): string =>
    `<${kind} Binding="${BINDINGS}${binding}" Location="${url}${path}"/>`;
  return (
    `<EntityDescriptor xmlns="${METADATA}" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="${entityId}">` +
    `<IDPSSODescriptor protocolSupportEnumeration="${PROTOCOL}"><KeyDescriptor use="signing"><ds:KeyInfo><ds:X509Data>` +
    `<ds:X509Certificate>${base64}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></KeyDescriptor>` +
    `${at('SingleLogoutService', 'HTTP-Redirect', '/saml/logout')}<NameIDFormat>${EMAIL}</NameIDFormat>` +
    `${at('SingleSignOnService', 'HTTP-Redirect', '/saml/sign-on')}${at('SingleSignOnService', 'HTTP-POST', '/saml/sign-on')}` +
    `</IDPSSODescriptor></EntityDescriptor>\n`
  );
}

const time = (ms: number): string => new Date(ms).toISOString();

function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
