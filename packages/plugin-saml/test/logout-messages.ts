import { createSign, randomBytes } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { ASSERTION, idpKeys, nameId, PROTOCOL, STATUS } from './idp/idp.js';

/** What a message of single logout says. */
export interface LogoutSays {
  /** Who sends it. */
  readonly issuer: string;
  readonly destination: string | undefined;
  readonly user?: string;
  readonly sessionIndexes?: readonly string[];
  readonly issuedMs?: number;
  readonly id?: string;
}

const SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';

function head({
  issuer,
  destination,
  issuedMs = Date.now(),
  id = `_${randomBytes(8).toString('hex')}`,
}: LogoutSays): string {
  const to = destination === undefined ? '' : ` Destination="${destination}"`;
  return (
    `xmlns:samlp="${PROTOCOL}" xmlns:saml="${ASSERTION}" ID="${id}" Version="2.0" ` +
    `IssueInstant="${new Date(issuedMs).toISOString()}"${to}><saml:Issuer>${issuer}</saml:Issuer>`
  );
}

export function logoutRequest(says: LogoutSays): string {
  const indexes = (says.sessionIndexes ?? []).map((index) => `<samlp:SessionIndex>${index}</samlp:SessionIndex>`);
  const name = nameId(says.user ?? 'alice@example.org');
  return `<samlp:LogoutRequest ${head(says)}${name}${indexes.join('')}</samlp:LogoutRequest>`;
}

export function logoutResponse(says: LogoutSays, inResponseTo: string, status: string): string {
  const answer = head(says).replace('><saml:Issuer>', ` InResponseTo="${inResponseTo}"><saml:Issuer>`);
  const code = `<samlp:Status><samlp:StatusCode Value="${STATUS}${status}"/></samlp:Status>`;
  return `<samlp:LogoutResponse ${answer}${code}</samlp:LogoutResponse>`;
}

/** The query of an address that carries a message. */
export function signedQuery(
  xml: string,
  {
    relayState = 'its state',
    key = idpKeys.key,
    name = 'SAMLRequest',
  }: { relayState?: string; key?: string; name?: string } = {},
): string {
  const parts = [
    `${name}=${encodeURIComponent(deflateRawSync(xml).toString('base64'))}`,
    `RelayState=${encodeURIComponent(relayState)}`,
    `SigAlg=${encodeURIComponent(SHA256)}`,
  ].join('&');
  return `${parts}&Signature=${encodeURIComponent(createSign('sha256').update(parts).sign(key, 'base64'))}`;
}
