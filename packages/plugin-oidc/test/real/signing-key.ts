import { exportJWK, generateKeyPair, type JWK } from 'jose';

let made = 0;

/** A private key, with an id of its own. */
export async function makeSigningKey(alg = 'RS256'): Promise<JWK> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  return { ...(await exportJWK(privateKey)), kid: `key-${++made}`, alg, use: 'sig' };
}
