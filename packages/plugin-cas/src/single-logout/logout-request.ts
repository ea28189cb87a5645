import { inflateRawSync, inflateSync } from 'node:zlib';
import type { XmlElement } from '@who/sso';
import { parseXml } from '../protocol/xml.js';

/** The tickets that began the sessions which are over; or why a request names none. */
export type TicketsToEnd = { readonly tickets: readonly string[] } | { readonly problem: string };

/**
 * Reads a logout request (CAS protocol 3.0.3, appendix C): a SAML 2.0 `LogoutRequest` with `SessionIndex` elements, each
 * of which is a ticket that began a session. `NameID` says nothing (`@NOT_USED@`).
 *
 * @param pattern what tickets look like besides those of the protocol
 */
export function ticketsToEnd(xml: string, pattern: RegExp = TICKET): TicketsToEnd {
  if (xml.length > MAX_CHARACTERS) return { problem: `it has more than ${MAX_CHARACTERS} characters` };
  const root = parsed(xml);
  if (!root) return { problem: 'it is no well-formed XML without a DOCTYPE' };
  if (!isProtocol(root, 'LogoutRequest')) return { problem: 'it is no LogoutRequest of SAML 2.0' };
  const found = root.children.filter((child) => isProtocol(child, 'SessionIndex'));
  if (found.length === 0) return { problem: 'it has no SessionIndex' };
  if (found.length > MAX_TICKETS) return { problem: `it has more than ${MAX_TICKETS} SessionIndex elements` };
  const tickets = [...new Set(found.map(({ text }) => text))];
  const isTicket = (text: string): boolean => TICKET.test(text) || pattern.test(text);
  return tickets.every(isTicket) ? { tickets } : { problem: 'its SessionIndex is no ticket' };
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
    return parseXml(xml, { prefixes: PREFIXES });
  } catch {
    return undefined;
  }
}

const isProtocol = (element: XmlElement, name: string): boolean =>
  element.name === name && element.namespace === PREFIXES.samlp;

/** RubyCAS-Server and its descendants use these prefixes without saying what they stand for. */
const PREFIXES = {
  samlp: 'urn:oasis:names:tc:SAML:2.0:protocol',
  saml: 'urn:oasis:names:tc:SAML:2.0:assertion',
} as const;

const TICKET = /^[A-Za-z0-9._-]{1,256}$/;
const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;
const LESS_THAN = 0x3c;

/** Real ones have one. Each costs the store a question. */
const MAX_TICKETS = 20;
/** Real ones have about 500. */
const MAX_CHARACTERS = 16_384;
const MAX_PACKED_CHARACTERS = 24_576;
