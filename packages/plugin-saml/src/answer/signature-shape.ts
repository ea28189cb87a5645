import type { XmlElement } from '@who/sso';
import { malformed, unsigned } from '../refusal.js';
import { SIGNATURE } from '../saml-names.js';
import { all, descendants, is, only, optional } from '../xml/find.js';
import { CANONICALIZATIONS, digestMethods, ENVELOPED, type LegacyAlgorithm, signatureMethods } from './algorithms.js';

/**
 * Looks whether a signature is one of a SAML message (core, section 5.4): one reference, to the very element that it
 * stands in, with the usual transforms and nothing else inside. What it is worth is for the library to find out.
 *
 * @returns nothing where the element has no signature
 * @throws {SamlRefusal} SAML_RESPONSE_INVALID, SAML_RESPONSE_REJECTED
 */
export function signatureOf(element: XmlElement, legacy: ReadonlySet<LegacyAlgorithm>): XmlElement | undefined {
  const signature = optional(element, SIGNATURE, 'Signature');
  if (!signature) return undefined;
  for (const { namespace } of descendants(signature)) {
    if (namespace !== SIGNATURE && !namespace.startsWith('http://www.w3.org/')) {
      throw malformed('its signature has something else inside');
    }
  }
  const names = signature.children.map(({ name }) => name).join();
  if (!/^SignedInfo,SignatureValue(?:,KeyInfo)?$/.test(names)) throw malformed('its signature has other parts');
  const info = only(signature, SIGNATURE, 'SignedInfo');
  if (!/^CanonicalizationMethod,SignatureMethod,Reference$/.test(info.children.map(({ name }) => name).join())) {
    throw malformed('its signature is not about exactly one thing');
  }
  const reference = only(info, SIGNATURE, 'Reference');
  const id = element.attribute('ID');
  if (id === undefined || reference.attribute('URI') !== `#${id}`) {
    throw unsigned('its signature is about something else');
  }
  checkAlgorithms(info, reference, legacy);
  return signature;
}

function checkAlgorithms(info: XmlElement, reference: XmlElement, legacy: ReadonlySet<LegacyAlgorithm>): void {
  if (!CANONICALIZATIONS.has(algorithmOf(only(info, SIGNATURE, 'CanonicalizationMethod')))) {
    throw unsigned('its signature is written in another way than exclusive canonicalization');
  }
  if (!signatureMethods(legacy).has(algorithmOf(only(info, SIGNATURE, 'SignatureMethod')))) {
    throw unsigned('its signature is made by an algorithm that is not accepted');
  }
  if (!digestMethods(legacy).has(algorithmOf(only(reference, SIGNATURE, 'DigestMethod')))) {
    throw unsigned('its digest is made by an algorithm that is not accepted');
  }
  only(reference, SIGNATURE, 'DigestValue');
  const transforms = all(only(reference, SIGNATURE, 'Transforms'), SIGNATURE, 'Transform').map(algorithmOf);
  const [enveloped, canonical] = transforms;
  if (transforms.length !== 2 || enveloped !== ENVELOPED || !CANONICALIZATIONS.has(canonical ?? '')) {
    throw unsigned('its signature is about less than the whole of it');
  }
}

const algorithmOf = (element: XmlElement): string => element.attribute('Algorithm') ?? '';

/** How many signatures there are, wherever they stand, and whatever calls itself one. */
export function signaturesIn(root: XmlElement): number {
  let count = 0;
  for (const element of descendants(root)) {
    if (element.name !== 'Signature') continue;
    if (!is(element, SIGNATURE, 'Signature')) throw malformed('it has a Signature that is none');
    count++;
  }
  return count;
}

/**
 * Refuses a document in which a name may mean several elements.
 *
 * @throws {SamlRefusal} SAML_RESPONSE_INVALID
 */
export function checkIds(root: XmlElement): void {
  const seen = new Set<string>();
  for (const { localAttributes } of descendants(root)) {
    for (const [name, value] of localAttributes) {
      if (!/^id$/i.test(name)) continue;
      if (!ID.test(value)) throw malformed('it has an identifier that is none');
      if (seen.has(value)) throw malformed('it has an identifier twice');
      seen.add(value);
    }
  }
}

/** A name without a colon (XML Schema 1.0, part 2, section 3.3.8), of letters that need no thought. */
const ID = /^[A-Za-z_][\w.-]{0,255}$/;
