import { sign } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import type { SigningKey } from '@who/dev-server';
import { SignedXml } from 'xml-crypto';

const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';

/** Signs the assertion of a response, inside of it. */
export function signedResponse(xml: string, { key, certificate }: SigningKey): string {
  const signed = new SignedXml({
    privateKey: key,
    publicCert: certificate,
    signatureAlgorithm: RSA_SHA256,
    canonicalizationAlgorithm: EXCLUSIVE,
  });
  const xpath = "/*/*[local-name(.)='Assertion']";
  signed.addReference({
    xpath,
    digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256',
    transforms: ['http://www.w3.org/2000/09/xmldsig#enveloped-signature', EXCLUSIVE],
  });
  const reference = `${xpath}/*[local-name(.)='Issuer']`;
  signed.computeSignature(xml, { prefix: 'ds', location: { reference, action: 'after' } });
  return signed.getSignedXml();
}

/** An address that carries a signed message (SAML 2.0 bindings, section 3.4). */
export function signedUrl(
  location: string,
  name: 'SAMLRequest' | 'SAMLResponse',
  xml: string,
  relayState: string | undefined,
  { key }: SigningKey,
): string {
  const parts = [
    `${name}=${encodeURIComponent(deflateRawSync(xml).toString('base64'))}`,
    ...(relayState ? [`RelayState=${encodeURIComponent(relayState)}`] : []),
    `SigAlg=${encodeURIComponent(RSA_SHA256)}`,
  ].join('&');
  const signature = encodeURIComponent(sign('sha256', Buffer.from(parts), key).toString('base64'));
  return `${location}${location.includes('?') ? '&' : '?'}${parts}&Signature=${signature}`;
}
