import type { XmlElement } from '@who/sso';
import { malformed, unsigned } from '../refusal.js';
import { ASSERTION, ENCRYPTION, PROTOCOL, SIGNATURE } from '../saml-names.js';
import { all, descendants, is, only } from '../xml/find.js';
import { AUTHENTICATED_CIPHERS, CBC_CIPHERS, keyCiphers, type LegacyAlgorithm } from './algorithms.js';
import { checkIds, signatureOf, signaturesIn } from './signature-shape.js';

/** What a response is made of, before anybody knows whether it is genuine. */
export interface ResponseShape {
  readonly response: XmlElement;
  /** The one assertion; `undefined` where it is encrypted. */
  readonly assertion: XmlElement | undefined;
  readonly isResponseSigned: boolean;
  /** Of an encrypted one nobody knows. */
  readonly isAssertionSigned: boolean;
}

/**
 * Looks whether a successful response has the one shape in which all readers see the same thing: one assertion, in its
 * place, and signatures only of the response and of it.
 *
 * @throws {SamlRefusal} SAML_RESPONSE_INVALID, SAML_RESPONSE_REJECTED
 */
export function shapeOf(response: XmlElement, legacy: ReadonlySet<LegacyAlgorithm>): ResponseShape {
  checkIds(response);
  const parts = response.children.map(partOf).join('');
  if (!/^I?S?E?T[AX]$/.test(parts)) throw malformed('it has not exactly one assertion in its place');
  const counts = countNames(response);
  if ((counts.get('Assertion') ?? 0) + (counts.get('EncryptedAssertion') ?? 0) !== 1 || counts.get('Response') !== 1) {
    throw malformed('it has another message inside');
  }
  const [assertion] = all(response, ASSERTION, 'Assertion');
  const isResponseSigned = signatureOf(response, legacy) !== undefined;
  const isAssertionSigned = assertion !== undefined && signatureOf(assertion, legacy) !== undefined;
  if (signaturesIn(response) !== Number(isResponseSigned) + Number(isAssertionSigned)) {
    throw malformed('it has a signature where none belongs');
  }
  if (assertion && !isResponseSigned && !isAssertionSigned) throw unsigned('neither it nor its assertion is signed');
  if (!assertion) checkEncryption(only(response, ASSERTION, 'EncryptedAssertion'), counts, legacy, isResponseSigned);
  return { response, assertion, isResponseSigned, isAssertionSigned };
}

function partOf(part: XmlElement): string {
  if (is(part, ASSERTION, 'Issuer')) return 'I';
  if (is(part, SIGNATURE, 'Signature')) return 'S';
  if (is(part, PROTOCOL, 'Extensions')) return 'E';
  if (is(part, PROTOCOL, 'Status')) return 'T';
  if (is(part, ASSERTION, 'Assertion')) return 'A';
  if (is(part, ASSERTION, 'EncryptedAssertion')) return 'X';
  return '?';
}

function countNames(root: XmlElement): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { name } of descendants(root)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/**
 * One key, one text. What is inside has to say whether it was changed, or the response around it has to be signed: it is
 * decrypted only after that.
 */
function checkEncryption(
  encrypted: XmlElement,
  counts: ReadonlyMap<string, number>,
  legacy: ReadonlySet<LegacyAlgorithm>,
  isResponseSigned: boolean,
): void {
  const isSimple =
    counts.get('EncryptedData') === 1 && counts.get('EncryptedKey') === 1 && counts.get('CipherValue') === 2;
  if (!isSimple) throw malformed('it is not encrypted for exactly one key');
  const data = only(encrypted, ENCRYPTION, 'EncryptedData');
  const cipher = methodOf(data);
  const isChecked = isResponseSigned || legacy.has('aes-cbc');
  if (!AUTHENTICATED_CIPHERS.has(cipher) && !(isChecked && CBC_CIPHERS.has(cipher))) {
    throw unsigned('it is encrypted by an algorithm that is not accepted');
  }
  for (const element of descendants(encrypted)) {
    if (element.name === 'EncryptedKey' && !keyCiphers(legacy).has(methodOf(element))) {
      throw unsigned('its key is encrypted by an algorithm that is not accepted');
    }
  }
}

const methodOf = (element: XmlElement): string =>
  only(element, ENCRYPTION, 'EncryptionMethod').attribute('Algorithm') ?? '';
