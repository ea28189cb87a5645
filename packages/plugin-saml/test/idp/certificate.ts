import { generateKeyPairSync } from 'node:crypto';
import { certify, type SigningKey } from '@who/dev-server';

/** A key with a certificate of its own. All are PEM. */
export type KeyPair = SigningKey;

/** Makes a key and a certificate that it has signed itself. */
export function makeKeyPair(name = 'idp.example.test', modulusLength = 2048): KeyPair {
  return certify(generateKeyPairSync('rsa', { modulusLength }), name, Date.now());
}
