import { createVerify, type KeyObject, sign } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { hashOf, type LegacyAlgorithm } from '../answer/algorithms.js';
import { decodeText } from '../answer/decode.js';
import { malformed, SamlRefusal, unsigned } from '../refusal.js';

/** The parameter that a message stands in. */
export type MessageName = 'SAMLRequest' | 'SAMLResponse';

/** Writes an address that carries a message (SAML 2.0 bindings, section 3.4), signed. */
export function redirectUrl(
  location: string,
  [name, xml]: readonly [MessageName, string],
  relayState: string | undefined,
  key: KeyObject,
): string {
  const packed = deflateRawSync(xml).toString('base64');
  const parts = [
    `${name}=${encodeURIComponent(packed)}`,
    ...(relayState === undefined ? [] : [`RelayState=${encodeURIComponent(relayState)}`]),
    `SigAlg=${encodeURIComponent(SIGNATURE_METHOD)}`,
  ].join('&');
  const signature = sign('sha256', Buffer.from(parts), key).toString('base64');
  const separator = location.includes('?') ? '&' : '?';
  return `${location}${separator}${parts}&Signature=${encodeURIComponent(signature)}`;
}

/** A message in an address. */
export interface RedirectedMessage {
  readonly xml: string;
  readonly relayState: string | undefined;
  /**
   * Looks whether one of these has signed it: the very characters of the address.
   *
   * @param certificates PEM
   * @throws {SamlRefusal} SAML_RESPONSE_REJECTED
   */
  checkSignature(certificates: readonly string[], legacy: ReadonlySet<LegacyAlgorithm>): void;
}

/**
 * Reads a message out of the query of an address.
 *
 * @param query as it came, without the question mark
 * @returns nothing where there is none
 * @throws {SamlRefusal} SAML_RESPONSE_INVALID
 */
export function readRedirect(query: string, name: MessageName): RedirectedMessage | undefined {
  const parts = partsOf(query);
  const message = parts.get(name);
  if (!message) return undefined;
  const xml = inflated(decoded(message));
  return {
    xml,
    relayState: decodedOr(parts.get('RelayState')),
    checkSignature(certificates, legacy) {
      const [algorithm, signature] = [parts.get('SigAlg'), parts.get('Signature')];
      if (!algorithm || !signature) throw unsigned('it is not signed');
      const hash = hashOf(decoded(algorithm), legacy);
      if (!hash) throw unsigned('its signature is made by an algorithm that is not accepted');
      const signed = [message, parts.get('RelayState'), algorithm].filter((part) => part !== undefined).join('&');
      const bytes = Buffer.from(decoded(signature), 'base64');
      const isGenuine = certificates.some((pem) => createVerify(hash).update(signed).verify(pem, bytes));
      if (!isGenuine) throw new SamlRefusal('SAML_NOT_GENUINE');
    },
  };
}

/** The parameters that count, as they were written, `name=value`; each may come once. */
function partsOf(query: string): ReadonlyMap<string, string> {
  const parts = new Map<string, string>();
  for (const part of query.split('&')) {
    const name = part.slice(0, Math.max(0, part.indexOf('=')));
    if (!COUNTING.has(name)) {
      // Written in another way, a name would be another one to whoever decodes it.
      if (COUNTING.has(decodedName(name))) throw malformed('a parameter of it is written in an unusual way');
      continue;
    }
    if (parts.has(name)) throw malformed(`it has ${name} twice`);
    parts.set(name, part);
  }
  return parts;
}

function decodedName(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return '';
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part.slice(part.indexOf('=') + 1).replaceAll('+', ' '));
  } catch {
    throw malformed('it is not percent-encoded as it has to be');
  }
}

const decodedOr = (part: string | undefined): string | undefined => (part === undefined ? undefined : decoded(part));

function inflated(packed: string): string {
  if (!/^[A-Za-z0-9+/ ]+={0,2}$/.test(packed)) throw malformed('it is no base64');
  let bytes: Uint8Array;
  try {
    bytes = inflateRawSync(Buffer.from(packed.replaceAll(' ', '+'), 'base64'), { maxOutputLength: MAX_BYTES });
  } catch {
    throw malformed('it is not deflated, or too large');
  }
  return decodeText(bytes);
}

const COUNTING: ReadonlySet<string> = new Set(['SAMLRequest', 'SAMLResponse', 'RelayState', 'SigAlg', 'Signature']);
const SIGNATURE_METHOD = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
const MAX_BYTES = 65_536;
