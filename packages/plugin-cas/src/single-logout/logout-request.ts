import { inflateRawSync, inflateSync } from 'node:zlib';
import { parseXml, type XmlElement } from '../protocol/xml.js';

/**
 * Reads a logout request (CAS protocol 3.0.3, appendix C): a SAML 2.0 `LogoutRequest` with one `SessionIndex`, which is
 * the ticket that began the session. `NameID` says nothing (`@NOT_USED@`).
 *
 * @returns the ticket; `undefined` when this is no such request
 */
export function ticketToEnd(xml: string): string | undefined {
  if (xml.length > MAX_CHARACTERS) return undefined;
  const root = parsed(xml);
  if (!root || !isProtocol(root, 'LogoutRequest')) return undefined;
  const indices = root.children.filter((child) => isProtocol(child, 'SessionIndex'));
  const ticket = indices.length === 1 ? indices[0]?.text : undefined;
  return ticket !== undefined && TICKET.test(ticket) ? ticket : undefined;
}

/**
 * Unpacks what comes through a browser: base64, or base64 of what was deflated, with or without a zlib header.
 *
 * @returns the XML; `undefined` when it is not packed in one of these ways, or is too large
 */
export function unpackLogoutRequest(packed: string): string | undefined {
  // A plus that was not percent-encoded arrives as a space.
  const base64 = packed.replaceAll(' ', '+');
  if (base64.length > MAX_PACKED_CHARACTERS || !BASE64.test(base64)) return undefined;
  const bytes = Buffer.from(base64, 'base64');
  if (bytes[0] === LESS_THAN) return bytes.toString('utf8');
  for (const inflate of [inflateRawSync, inflateSync]) {
    try {
      return inflate(bytes, { maxOutputLength: MAX_CHARACTERS }).toString('utf8');
    } catch {
      // It is packed in the other way, or too large, or in no way at all.
    }
  }
  return undefined;
}

function parsed(xml: string): XmlElement | undefined {
  try {
    return parseXml(xml);
  } catch {
    return undefined;
  }
}

const isProtocol = (element: XmlElement, name: string): boolean =>
  element.name === name && element.namespace === 'urn:oasis:names:tc:SAML:2.0:protocol';

const TICKET = /^[A-Za-z0-9._-]{1,256}$/;
const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;
const LESS_THAN = 0x3c;

/** Real ones have about 500. */
const MAX_CHARACTERS = 16_384;
const MAX_PACKED_CHARACTERS = 24_576;
