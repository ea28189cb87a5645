import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';

/** A key for values that others keep: a store, a browser. */
export interface EncryptionKey {
  /** What tells the keys apart; stands beside each value. Letters, digits, `_` and `-`, 32 at most. */
  readonly id: string;
  /** 32 random bytes, or the same in base64: `openssl rand -base64 32`. */
  readonly secret: Uint8Array | string;
}

/** AES-256-GCM (NIST SP 800-38D). */
export interface Encryption {
  /** @param place what the text belongs to; it can be read only there */
  seal(text: string, place: string): string;
  /** The text; `undefined` when it was sealed with another key, for another place, or changed since. */
  open(sealed: string, place: string): string | undefined;
}

const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Why a list of keys is refused, to follow the name of the option; `undefined` for a good one. */
export function problemWithEncryptionKeys(keys: readonly EncryptionKey[]): string | undefined {
  if (!Array.isArray(keys) || keys.length === 0) return 'must be a list of keys, the one to encrypt with first.';
  const ids = keys.map((key: unknown) => (Object(key) as { readonly id?: unknown }).id);
  if (!ids.every((id) => typeof id === 'string' && /^[\w-]{1,32}$/.test(id))) {
    return 'must have ids of up to 32 letters, digits, "_" and "-".';
  }
  if (new Set(ids).size < ids.length) return 'must have another id for each key.';
  if (!keys.every(({ secret }) => isGood(bytesOf(secret)))) {
    return 'must have secrets of 32 random bytes, or these in base64: openssl rand -base64 32.';
  }
  return undefined;
}

/**
 * Encrypts texts, each for one place, so that nobody can read, change or move them.
 *
 * @param keys the first one seals, all open; checked by {@link problemWithEncryptionKeys}. A key is good for 2^32 texts
 * @example
 * const { seal, open } = encryption([{ id: '2027', secret: process.env['WHO_KEY_2027'] ?? '' }]);
 * open(seal('an address', 'profile of alice'), 'profile of alice'); // 'an address'
 */
export function encryption(keys: readonly EncryptionKey[]): Encryption {
  const secrets = new Map(keys.map(({ id, secret }) => [id, keyObject(secret)]));
  const [first] = secrets;
  if (!first) throw new RangeError('There is no key.');
  const [sealingId, sealingKey] = first;

  return {
    seal(text, place) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(ALGORITHM, sealingKey, nonce);
      cipher.setAAD(Buffer.from(place));
      const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `${sealingId}.${sealed.toString('base64url')}`;
    },
    open(sealed, place) {
      const dot = sealed.indexOf('.');
      const key = secrets.get(sealed.slice(0, dot));
      if (dot === -1 || !key) return undefined;
      const bytes = Buffer.from(sealed.slice(dot + 1), 'base64url');
      if (bytes.length < NONCE_BYTES + TAG_BYTES) return undefined;
      const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
      decipher.setAAD(Buffer.from(place));
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
      try {
        const text = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
        return Buffer.concat([text, decipher.final()]).toString('utf8');
      } catch {
        return undefined;
      }
    },
  };
}

function bytesOf(secret: unknown): Uint8Array | undefined {
  if (typeof secret === 'string') {
    const bytes = Buffer.from(secret, 'base64');
    return secret === bytes.toString('base64') || secret === bytes.toString('base64url') ? bytes : undefined;
  }
  return secret instanceof Uint8Array ? secret : undefined;
}

/** Not the work of a hand: 32 random bytes with fewer than 12 different ones do not occur. */
function isGood(secret: Uint8Array | undefined): boolean {
  return secret?.length === KEY_BYTES && new Set(secret).size >= 12;
}

function keyObject(secret: Uint8Array | string): KeyObject {
  return createSecretKey(bytesOf(secret) ?? Buffer.alloc(0));
}
