import { type KeyObject, webcrypto } from 'node:crypto';
import { type ClientAuth, ClientSecretBasic, ClientSecretPost, None, PrivateKeyJwt } from 'openid-client';
import type { ClientSettings } from '../options/client.js';

/** How this client shows the provider that it is itself. */
export async function clientAuthentication({ authentication }: ClientSettings): Promise<ClientAuth> {
  switch (authentication.method) {
    case 'client_secret_basic':
      return ClientSecretBasic(authentication.secret);
    case 'client_secret_post':
      return ClientSecretPost(authentication.secret);
    case 'private_key_jwt': {
      const { kid } = authentication.key;
      const key = await cryptoKey(authentication.key.key, authentication.key.algorithm);
      return PrivateKeyJwt(kid === undefined ? key : { key, kid });
    }
    case 'none':
      return None();
  }
}

/** What the key is for is part of it. */
function cryptoKey(key: KeyObject, algorithm: string): Promise<webcrypto.CryptoKey> {
  const bytes = key.export({ type: 'pkcs8', format: 'der' });
  return webcrypto.subtle.importKey('pkcs8', new Uint8Array(bytes), importing(algorithm), false, ['sign']);
}

function importing(
  algorithm: string,
): webcrypto.RsaHashedImportParams | webcrypto.EcKeyImportParams | webcrypto.Algorithm {
  const hash = `SHA-${algorithm.slice(2)}`;
  if (algorithm.startsWith('RS')) return { name: 'RSASSA-PKCS1-v1_5', hash };
  if (algorithm.startsWith('PS')) return { name: 'RSA-PSS', hash };
  if (algorithm.startsWith('ES')) return { name: 'ECDSA', namedCurve: CURVES[algorithm] as string };
  return { name: 'Ed25519' };
}

const CURVES: Readonly<Record<string, string>> = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' };
