import { malformed } from '../refusal.js';

/**
 * The XML of a message that a browser posted: base64 of UTF-8, perhaps in lines.
 *
 * @throws {SamlRefusal} SAML_RESPONSE_INVALID
 */
export function decodeMessage(packed: string): string {
  // A plus that was not percent-encoded arrives as a space.
  const base64 = packed.replace(/[\t\n\r]+/g, '').replaceAll(' ', '+');
  if (base64.length % 4 !== 0 || !BASE64.test(base64)) throw malformed('it is no base64');
  return decodeText(Buffer.from(base64, 'base64'));
}

/** @throws {SamlRefusal} SAML_RESPONSE_INVALID */
export function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw malformed('it is not in UTF-8');
  }
}

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
