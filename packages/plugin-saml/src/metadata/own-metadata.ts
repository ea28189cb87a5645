import { escapeXml } from '@who/sso';
import { BINDINGS, METADATA, NAME_ID_FORMATS, PROTOCOL, SIGNATURE } from '../saml-names.js';

/** What the identity provider has to know about this application. */
export interface OwnMetadata {
  readonly entityId: string;
  readonly callbackUrl: string;
  /** `undefined` where it cannot take part in single logout. */
  readonly logoutUrl: string | undefined;
  readonly signsRequests: boolean;
  /** PEM. */
  readonly certificates: readonly string[];
  readonly encryptionCertificate: string | undefined;
  readonly nameIdFormat: keyof typeof NAME_ID_FORMATS | undefined;
}

/** The own metadata as XML (SAML 2.0 metadata, section 2.4.4). */
export function ownMetadata(own: OwnMetadata): string {
  const keys = [
    ...own.certificates.map((pem) => keyDescriptor('signing', pem)),
    ...(own.encryptionCertificate === undefined ? [] : [keyDescriptor('encryption', own.encryptionCertificate)]),
  ];
  const { logoutUrl, nameIdFormat } = own;
  const logout = logoutUrl === undefined ? [] : [BINDINGS.redirect, BINDINGS.post];
  const lines = [
    `<EntityDescriptor xmlns="${METADATA}" xmlns:ds="${SIGNATURE}" entityID="${escapeXml(own.entityId)}">`,
    `  <SPSSODescriptor protocolSupportEnumeration="${PROTOCOL}" AuthnRequestsSigned="${own.signsRequests}" WantAssertionsSigned="true">`,
    ...keys.map((key) => `    ${key}`),
    ...logout.map(
      (binding) => `    <SingleLogoutService Binding="${binding}" Location="${escapeXml(logoutUrl ?? '')}"/>`,
    ),
    ...(nameIdFormat ? [`    <NameIDFormat>${NAME_ID_FORMATS[nameIdFormat]}</NameIDFormat>`] : []),
    `    <AssertionConsumerService Binding="${BINDINGS.post}" Location="${escapeXml(own.callbackUrl)}" index="0" isDefault="true"/>`,
    '  </SPSSODescriptor>',
    '</EntityDescriptor>',
    '',
  ];
  return lines.join('\n');
}

function keyDescriptor(use: 'signing' | 'encryption', pem: string): string {
  const base64 = pem.replace(/-----[A-Z ]+-----|\s+/g, '');
  const methods = use === 'encryption' ? CIPHERS.map((uri) => `<EncryptionMethod Algorithm="${uri}"/>`).join('') : '';
  return `<KeyDescriptor use="${use}"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>${base64}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>${methods}</KeyDescriptor>`;
}

/** What is taken in any case, the best first. */
const CIPHERS = [
  'http://www.w3.org/2009/xmlenc11#aes256-gcm',
  'http://www.w3.org/2009/xmlenc11#aes128-gcm',
  'http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p',
];
