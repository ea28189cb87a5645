import { deflateRawSync, deflateSync } from 'node:zlib';
import { escapeXml } from '../answers/xml.js';
import { newId } from '../ids.js';
import type { FrontChannelEncoding } from '../options.js';

/** CAS 3.0.3, section 2.3.3 and appendix C. The user is not named: `SessionIndex` says it all. */
export function logoutRequestXml(ticket: string, nowMs: number): string {
  return `<samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="${newId('LR')}" Version="2.0" IssueInstant="${new Date(nowMs).toISOString()}">
  <saml:NameID xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">@NOT_USED@</saml:NameID>
  <samlp:SessionIndex>${escapeXml(ticket)}</samlp:SessionIndex>
</samlp:LogoutRequest>`;
}

/** A logout request fit for a query parameter of the front channel. */
export function encodeLogoutRequest(xml: string, encoding: FrontChannelEncoding): string {
  switch (encoding) {
    case 'deflate':
      return deflateSync(xml).toString('base64');
    case 'deflate-raw':
      return deflateRawSync(xml).toString('base64');
    case 'base64':
      return Buffer.from(xml).toString('base64');
  }
}
