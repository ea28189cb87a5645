import { verifyApr1 } from './apr1.js';
import { verifyDesCrypt } from './des-crypt.js';
import { parseShaCrypt, verifyShaCrypt } from './sha-crypt.js';
import { verifySha1 } from './sha1.js';

/** The schemes that can be checked. */
export type Scheme = 'bcrypt' | 'apr1' | 'sha1' | 'sha256' | 'sha512' | 'des';

/** What a stored hash costs to check: its scheme, and for bcrypt the cost in it, for SHA-crypt the rounds. */
export interface HashKind {
  readonly scheme: Scheme;
  /** 0 where the scheme has none. */
  readonly cost: number;
}

/**
 * Recognises a stored hash, by an allow-list and in full: what is not exactly of a known shape is nothing.
 *
 * @example
 * kindOf('$2y$10$…'); // { scheme: 'bcrypt', cost: 10 }
 */
export function kindOf(hash: string): HashKind | undefined {
  if (BCRYPT.test(hash)) return { scheme: 'bcrypt', cost: Number(hash.slice(4, 6)) };
  if (APR1.test(hash)) return { scheme: 'apr1', cost: 0 };
  if (SHA1.test(hash)) return { scheme: 'sha1', cost: 0 };
  if (DES.test(hash)) return { scheme: 'des', cost: 0 };
  const sha = parseShaCrypt(hash);
  return sha && { scheme: sha.scheme, cost: sha.rounds };
}

/** A well-formed hash of a kind that no known password has. Checking against it takes as long as against a real one. */
export function decoyOf({ scheme, cost }: HashKind): string {
  switch (scheme) {
    case 'bcrypt':
      return `$2y$${String(cost).padStart(2, '0')}$${'.'.repeat(53)}`;
    case 'apr1':
      return `$apr1$${'.'.repeat(8)}$${'.'.repeat(22)}`;
    case 'sha1':
      return `{SHA}${'A'.repeat(27)}=`;
    case 'sha256':
      return `$5$rounds=${cost}$${'.'.repeat(16)}$${'.'.repeat(43)}`;
    case 'sha512':
      return `$6$rounds=${cost}$${'.'.repeat(16)}$${'.'.repeat(86)}`;
    case 'des':
      return '.'.repeat(13);
  }
}

/** Checks a password of any bytes against a hash of any scheme but bcrypt, on the thread that calls. */
export function verifyHash(password: Uint8Array, hash: string): boolean {
  switch (kindOf(hash)?.scheme) {
    case 'apr1':
      return verifyApr1(password, hash);
    case 'sha1':
      return verifySha1(password, hash);
    case 'sha256':
    case 'sha512':
      return verifyShaCrypt(password, hash);
    case 'des':
      return verifyDesCrypt(password, hash);
    default:
      return false;
  }
}

const BCRYPT = /^\$2[aby]\$(?:0[4-9]|[12]\d|3[01])\$[./A-Za-z0-9]{53}$/;
const APR1 = /^\$apr1\$[^$]{0,8}\$[./A-Za-z0-9]{22}$/;
const SHA1 = /^\{SHA\}[A-Za-z0-9+/]{27}=$/;
const DES = /^[./A-Za-z0-9]{13}$/;
