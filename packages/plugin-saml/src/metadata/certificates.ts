import { X509Certificate } from 'node:crypto';
import type { XmlElement } from '@who/sso';
import { SIGNATURE } from '../saml-names.js';
import { all, optional } from '../xml/find.js';

/**
 * The certificates of the keys by which somebody signs, as PEM. When they expire is not looked at: metadata says itself
 * how long it counts.
 *
 * @param keyDescriptors of one role
 */
export function signingCertificates(keyDescriptors: readonly XmlElement[]): readonly string[] {
  const usable = keyDescriptors.filter((descriptor) => (descriptor.attribute('use') ?? 'signing') === 'signing');
  const texts = usable.flatMap((descriptor) => {
    const info = optional(descriptor, SIGNATURE, 'KeyInfo');
    const data = info ? all(info, SIGNATURE, 'X509Data') : [];
    return data.flatMap((one) => all(one, SIGNATURE, 'X509Certificate')).map(({ text }) => text);
  });
  return [...new Set(texts.flatMap((text) => rsaCertificate(text) ?? []))];
}

/**
 * A certificate in one form: PEM in lines of 64.
 *
 * @param text PEM, or base64 of its bytes, in lines or not
 * @returns nothing of what is none, or not of an RSA key, or of one that is too short
 */
export function rsaCertificate(text: string): string | undefined {
  try {
    const base64 = text.replace(/-----(?:BEGIN|END) CERTIFICATE-----/g, '').replace(/\s+/g, '');
    if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return undefined;
    const { publicKey } = new X509Certificate(Buffer.from(base64, 'base64'));
    const bits = publicKey.asymmetricKeyDetails?.modulusLength ?? 0;
    if (publicKey.asymmetricKeyType !== 'rsa' || bits < MIN_BITS) return undefined;
    return `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`;
  } catch {
    return undefined;
  }
}

/** Below that, others may have the key. */
const MIN_BITS = 2048;
