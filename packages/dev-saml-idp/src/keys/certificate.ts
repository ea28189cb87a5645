import { createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import { commonName, RSA_SHA256, sequence, tagged, utcTime } from './der.js';

/** A key with its certificate. Both are PEM. */
export interface KeyPair {
  readonly key: string;
  readonly certificate: string;
}

/** Makes a key, and a certificate of it that it has signed itself: metadata needs no more than X.509 version 1. */
export function makeKeyPair(nowMs: number): KeyPair {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const name = commonName('SAML identity provider for development');
  const content = sequence(
    tagged(0x02, Buffer.of(1), randomBytes(8)),
    RSA_SHA256,
    name,
    sequence(utcTime(nowMs - DAY_MS), utcTime(nowMs + 365 * DAY_MS)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = createSign('sha256').update(content).sign(privateKey);
  const base64 = sequence(content, RSA_SHA256, tagged(0x03, Buffer.of(0), signature)).toString('base64');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificate: `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`,
  };
}

const DAY_MS = 24 * 60 * 60 * 1000;
