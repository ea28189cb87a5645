import { encode } from './crypt-text.js';
import { byBits, type Digest, digestBy, repeated, stretched } from './md-crypt.js';

/** A SHA-crypt hash taken apart. */
export interface ShaCryptHash {
  readonly scheme: 'sha256-crypt' | 'sha512-crypt';
  /** How often it is digested: from 1000 to 999,999,999, and 5000 where the hash does not say. */
  readonly rounds: number;
  /** At most 16 characters of ASCII. */
  readonly salt: string;
}

/** @returns `undefined` for what crypt(3) would never match, with fewer than 1000 rounds for instance */
export function parseShaCrypt(stored: string): ShaCryptHash | undefined {
  const [, id, rounds, salt = '', digits = ''] = SHA_CRYPT.exec(stored) ?? [];
  if (id === undefined || digits.length !== (id === '5' ? 43 : 86)) return undefined;
  return {
    scheme: id === '5' ? 'sha256-crypt' : 'sha512-crypt',
    rounds: rounds === undefined ? 5000 : Number(rounds),
    salt,
  };
}

/**
 * SHA-256-crypt and SHA-512-crypt, `$5$salt$hash` and `$6$rounds=N$salt$hash` (Ulrich Drepper, "Unix crypt using SHA-256
 * and SHA-512", version 0.6). The time grows with the password and with the rounds.
 */
export function shaCrypt(password: Uint8Array, setting: string): string {
  const { scheme, rounds, salt } = parseShaCrypt(setting) as ShaCryptHash;
  const { digest, order } = VARIANTS[scheme];
  const saltBytes = Buffer.from(salt, 'latin1');
  const first = firstDigest(digest, password, saltBytes);
  const passwords = stretched(digest(Buffer.concat(Array(password.length).fill(password))), password.length);
  const salts = stretched(digest(Buffer.concat(Array(16 + (first[0] as number)).fill(saltBytes))), saltBytes.length);
  const text = encode(repeated(digest, first, passwords, salts, rounds), order);
  return setting.slice(0, setting.lastIndexOf('$') + 1) + text;
}

function firstDigest(digest: Digest, password: Uint8Array, salt: Uint8Array): Uint8Array {
  const inner = digest(Buffer.concat([password, salt, password]));
  const odd = byBits(password.length, inner, password);
  return digest(Buffer.concat([password, salt, stretched(inner, password.length), ...odd]));
}

/** Which bytes of a digest stand together. From one group to the next, they go one up and change places. */
function groups(first: readonly [number, number, number], count: number, turn: 1 | 2): number[][] {
  const order: number[][] = [[...first]];
  for (let group = 1; group < count; group++) {
    const last = order[group - 1] as number[];
    order.push(last.map((_, place) => (last[(place + turn) % 3] as number) + 1));
  }
  return order;
}

const VARIANTS = {
  'sha256-crypt': { digest: digestBy('sha256'), order: [...groups([0, 10, 20], 10, 2), [31, 30]] },
  'sha512-crypt': { digest: digestBy('sha512'), order: [...groups([0, 21, 42], 21, 1), [63]] },
} as const;

/** A salt is printable, without `! $ * : ; \`. */
const SHA_CRYPT = /^\$([56])\$(?:rounds=([1-9]\d{3,8})\$)?(["#%-)+-9<-[\]-~]{0,16})\$([./0-9A-Za-z]+)$/;
