import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { badOption } from '@who/core';
import { rsaCertificate } from '../metadata/certificates.js';
import { PACKAGE } from '../naming.js';

/** Keys of the application itself. All are PEM, of RSA keys of 2048 bits or more. */
export interface SamlKeyOptions {
  /**
   * Signs requests to the identity provider: PEM. Without it nobody can be signed out there, and some providers take no
   * request. @default none: requests are not signed
   */
  readonly privateKey?: string | undefined;
  /**
   * Certificates of the signing key for the own metadata: the first belongs to `privateKey`; others are published beside
   * it, so that the provider knows the next key before it is used. @default none
   */
  readonly certificates?: readonly [string, ...string[]] | undefined;
  /** Decrypt assertions; several while keys are changed. @default none: encrypted ones are refused */
  readonly decryptionKeys?: readonly [string, ...string[]] | undefined;
  /** The certificate of one of these, for the own metadata: the provider encrypts for it. @default none */
  readonly encryptionCertificate?: string | undefined;
}

export interface KeySettings {
  /** Prints as a key object: nothing of the key. */
  readonly signingKey: KeyObject | undefined;
  /** PEM, for the library. */
  readonly privateKey: string | undefined;
  /** PEM in lines. */
  readonly certificates: readonly string[];
  readonly decryptionKeys: readonly string[];
  readonly encryptionCertificate: string | undefined;
}

/** @throws {WhoError} BAD_OPTION; never with anything of a key in it */
export function resolveKeys(options: SamlKeyOptions): KeySettings {
  const { privateKey, certificates = [], decryptionKeys = [], encryptionCertificate } = options;
  const signingKey = privateKey === undefined ? undefined : readKey('privateKey', privateKey);
  if (!Array.isArray(certificates)) throw badOption(PACKAGE, 'certificates', 'must be a list.');
  if (!Array.isArray(decryptionKeys)) throw badOption(PACKAGE, 'decryptionKeys', 'must be a list.');
  const keys = decryptionKeys.map((key, i) => readKey(`decryptionKeys[${i}]`, key));
  const published = certificates.map((one, i) => readCertificate(`certificates[${i}]`, one));
  const [first] = published;
  if (first !== undefined && !(signingKey && new X509Certificate(first).checkPrivateKey(signingKey))) {
    throw badOption(PACKAGE, 'certificates', 'must begin with the certificate of "privateKey".');
  }
  const encryption =
    encryptionCertificate === undefined ? undefined : readCertificate('encryptionCertificate', encryptionCertificate);
  if (encryption !== undefined && !keys.some((key) => new X509Certificate(encryption).checkPrivateKey(key))) {
    throw badOption(PACKAGE, 'encryptionCertificate', 'must be of one of the "decryptionKeys".');
  }
  return {
    signingKey,
    privateKey: signingKey && pemOf(signingKey),
    certificates: published,
    decryptionKeys: keys.map(pemOf),
    encryptionCertificate: encryption,
  };
}

function readKey(option: string, pem: unknown): KeyObject {
  try {
    const key = createPrivateKey(pem as string);
    if (key.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 2048) return key;
  } catch {
    // Its message might have a part of it.
  }
  throw badOption(PACKAGE, option, 'must be a private RSA key of 2048 bits or more, as PEM without a password.');
}

function readCertificate(option: string, pem: unknown): string {
  const certificate = typeof pem === 'string' ? rsaCertificate(pem) : undefined;
  if (certificate === undefined) {
    throw badOption(PACKAGE, option, 'must be a certificate of an RSA key of 2048 bits or more, as PEM.');
  }
  return certificate;
}

const pemOf = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();
