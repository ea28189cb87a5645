import { escapeXml } from '@who/sso';
import type { NameId } from '../attributes/name-id.js';
import { ASSERTION, PROTOCOL, STATUS_PREFIX } from '../saml-names.js';
import { instantText } from '../xml/instant.js';

/** What every message of single logout begins with. */
export interface MessageHead {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly issuedAtMs: number;
  readonly destination: string;
  /** Who sends it. */
  readonly issuer: string;
}

/** Asks for the end of a session (SAML 2.0 core, section 3.7.1). */
export function logoutRequestXml(
  head: MessageHead,
  { nameId, sessionIndex }: { readonly nameId: NameId; readonly sessionIndex: string | undefined },
): string {
  const qualifiers = [
    ['NameQualifier', nameId.nameQualifier],
    ['SPNameQualifier', nameId.spNameQualifier],
    ['Format', nameId.format],
  ].flatMap(([name, value]) => (value === undefined ? [] : [` ${name}="${escapeXml(value)}"`]));
  const index = sessionIndex === undefined ? '' : `<samlp:SessionIndex>${escapeXml(sessionIndex)}</samlp:SessionIndex>`;
  return message('LogoutRequest', head, '', [
    `<saml:NameID${qualifiers.join('')}>${escapeXml(nameId.value)}</saml:NameID>${index}`,
  ]);
}

/** How a logout request went. */
export type LogoutStatus = 'Success' | 'Requester' | 'Responder';

/** Answers a logout request (core, section 3.7.2). */
export function logoutResponseXml(head: MessageHead, inResponseTo: string, status: LogoutStatus): string {
  return message('LogoutResponse', head, ` InResponseTo="${escapeXml(inResponseTo)}"`, [
    `<samlp:Status><samlp:StatusCode Value="${STATUS_PREFIX}${status}"/></samlp:Status>`,
  ]);
}

function message(name: string, head: MessageHead, more: string, content: readonly string[]): string {
  const { id, issuedAtMs, destination, issuer } = head;
  return (
    `<samlp:${name} xmlns:samlp="${PROTOCOL}" xmlns:saml="${ASSERTION}" ID="${escapeXml(id)}" Version="2.0" ` +
    `IssueInstant="${instantText(issuedAtMs)}" Destination="${escapeXml(destination)}"${more}>` +
    `<saml:Issuer>${escapeXml(issuer)}</saml:Issuer>${content.join('')}</samlp:${name}>`
  );
}
