import { createHash, generateKeyPair, type JsonWebKey, type KeyObject, sign, verify } from 'node:crypto';
import { promisify } from 'node:util';
import type { Claims } from '../claims.js';

/** Signs tokens with a key that lasts as long as the server (RS256, RFC 7515 and 7518). */
export interface Signer {
  /** What everybody may know of it. */
  readonly publicKey: () => Promise<JsonWebKey>;
  /** @param type e.g. `JWT`, `logout+jwt` */
  sign(claims: Claims, type: string): Promise<string>;
  /** What a token says that this key has signed, however old it is; nothing of another one. */
  read(token: string): Promise<Claims | undefined>;
}

/** The key is made when it is needed for the first time, which takes a moment. */
export function createSigner(): Signer {
  let made: ReturnType<typeof makeKey> | undefined;
  const key = (): ReturnType<typeof makeKey> => {
    made ??= makeKey();
    return made;
  };
  return {
    publicKey: async () => (await key()).jwk,
    async sign(claims, type) {
      const { privateKey, kid } = await key();
      const content = `${encoded({ alg: 'RS256', kid, typ: type })}.${encoded(claims)}`;
      return `${content}.${sign('sha256', Buffer.from(content), privateKey).toString('base64url')}`;
    },
    async read(token) {
      const [header = '', payload = '', signature = ''] = token.split('.');
      const content = Buffer.from(`${header}.${payload}`);
      const { publicKey } = await key();
      if (!verify('sha256', content, publicKey, Buffer.from(signature, 'base64url'))) return undefined;
      return JSON.parse(Buffer.from(payload, 'base64url').toString());
    },
  };
}

interface Key {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly kid: string;
  readonly jwk: JsonWebKey;
}

async function makeKey(): Promise<Key> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const jwk = publicKey.export({ format: 'jwk' });
  const kid = createHash('sha256').update(JSON.stringify(jwk)).digest('base64url').slice(0, 16);
  return { privateKey, publicKey, kid, jwk: { ...jwk, kid, use: 'sig', alg: 'RS256' } };
}

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
