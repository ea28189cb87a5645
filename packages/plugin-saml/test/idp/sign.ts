import { SignedXml } from 'xml-crypto';
import { encrypt } from 'xml-encryption';
import type { KeyPair } from './certificate.js';

/** How something is signed. */
export interface Signing {
  readonly signatureAlgorithm?: string;
  readonly digestAlgorithm?: string;
  readonly transforms?: readonly string[];
  readonly canonicalizationAlgorithm?: string;
}

const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';

/** Signs the only element of a name in a document, as identity providers do: inside of it, behind its issuer. */
export function signElement(xml: string, name: string, { key, certificate }: KeyPair, signing: Signing = {}): string {
  const xpath = `//*[local-name(.)='${name}']`;
  const signed = new SignedXml({
    privateKey: key,
    publicCert: certificate,
    signatureAlgorithm: signing.signatureAlgorithm ?? 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    canonicalizationAlgorithm: signing.canonicalizationAlgorithm ?? EXCLUSIVE,
  });
  signed.addReference({
    xpath,
    digestAlgorithm: signing.digestAlgorithm ?? 'http://www.w3.org/2001/04/xmlenc#sha256',
    transforms: [...(signing.transforms ?? ['http://www.w3.org/2000/09/xmldsig#enveloped-signature', EXCLUSIVE])],
  });
  const hasIssuer = new RegExp(`<\\w+:${name}\\b[^>]*><\\w+:Issuer`).test(xml);
  signed.computeSignature(xml, {
    prefix: 'ds',
    location: hasIssuer
      ? { reference: `${xpath}/*[local-name(.)='Issuer']`, action: 'after' }
      : { reference: xpath, action: 'prepend' },
  });
  return signed.getSignedXml();
}

/** Encrypts the assertion of a response for somebody. */
export function encryptAssertion(xml: string, certificate: string, encryption: Encryption = {}): Promise<string> {
  const [assertion = ''] = /<saml:Assertion\b[\s\S]*<\/saml:Assertion>/.exec(xml) ?? [];
  return new Promise((resolve, reject) => {
    const options = {
      rsa_pub: certificate,
      pem: certificate,
      encryptionAlgorithm: encryption.cipher ?? 'http://www.w3.org/2009/xmlenc11#aes256-gcm',
      keyEncryptionAlgorithm: encryption.keyCipher ?? 'http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p',
      disallowEncryptionWithInsecureAlgorithm: false,
      warnInsecureAlgorithm: false,
    };
    encrypt(assertion, options as never, (error, result) => {
      if (error) reject(error);
      else resolve(xml.replace(assertion, () => `<saml:EncryptedAssertion>${result}</saml:EncryptedAssertion>`));
    });
  });
}

export interface Encryption {
  readonly cipher?: string;
  readonly keyCipher?: string;
}
