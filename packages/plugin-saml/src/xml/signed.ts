import type { XmlElement } from '@who/sso';
import { SignedXml } from 'xml-crypto';
import type { LegacyAlgorithm } from '../answer/algorithms.js';
import { checkIds, signatureOf, signaturesIn } from '../answer/signature-shape.js';
import { SamlRefusal, unsigned } from '../refusal.js';
import { SIGNATURE } from '../saml-names.js';
import { type DomNode, parseDom } from './dom.js';
import { parseXml, type XmlLimits } from './xml.js';

/** By whose keys a document may be signed. PEM. */
export interface Signers extends XmlLimits {
  readonly certificates: readonly string[];
  readonly legacy: ReadonlySet<LegacyAlgorithm>;
}

/**
 * A document that one of the certificates has signed as a whole, out of the bytes that were signed.
 *
 * @throws {SamlRefusal} SAML_RESPONSE_INVALID, SAML_RESPONSE_REJECTED
 */
export function signedDocument(text: string, { certificates, legacy, ...limits }: Signers): XmlElement {
  const root = parseXml(text, limits);
  checkIds(root);
  if (!signatureOf(root, legacy)) throw unsigned('it is not signed');
  if (!limits.allowsComments && signaturesIn(root) !== 1) throw unsigned('it has more than one signature');
  for (const certificate of certificates) {
    const signed = signedBytes(text, certificate);
    if (signed === undefined) continue;
    const document = parseXml(signed, limits);
    const isSame = document.name === root.name && document.attribute('ID') === root.attribute('ID');
    if (isSame) return document;
  }
  throw new SamlRefusal('SAML_NOT_GENUINE');
}

/** What the signature of a document's root covers; nothing where it is not of this certificate. */
function signedBytes(text: string, certificate: string): string | undefined {
  try {
    // Readers of XML are to see line feeds only.
    const xml = text.replace(/\r\n?/g, '\n');
    const root = parseDom(xml).documentElement;
    const signature = Array.from(root.childNodes).find(isSignature);
    if (!signature) return undefined;
    const checked = new SignedXml({ publicCert: certificate });
    checked.loadSignature(signature as never);
    if (!checked.checkSignature(xml)) return undefined;
    const references = checked.getSignedReferences();
    return references.length === 1 ? references[0] : undefined;
  } catch {
    // It says no in this way, too.
    return undefined;
  }
}

function isSignature({ localName, namespaceURI }: DomNode): boolean {
  return localName === 'Signature' && namespaceURI === SIGNATURE;
}
