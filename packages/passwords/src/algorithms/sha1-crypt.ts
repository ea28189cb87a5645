import { createHmac } from 'node:crypto';
import { encode } from './crypt-text.js';

/** NetBSD's SHA-1-crypt, `$sha1$rounds$salt$hash`: HMAC-SHA-1, keyed with the password, of its own last result. */
export function sha1Crypt(password: Uint8Array, setting: string): string {
  const [, , rounds = '', salt = ''] = setting.split('$');
  const hmac = (input: string | Uint8Array) => createHmac('sha1', password).update(input).digest();
  let digest = hmac(`${salt}$sha1$${rounds}`);
  for (let round = 1; round < Number(rounds); round++) digest = hmac(digest);
  return `$sha1$${rounds}$${salt}$${encode(digest, ORDER)}`;
}

/** The last two bytes stand with the first one. */
const ORDER = [
  [0, 1, 2],
  [3, 4, 5],
  [6, 7, 8],
  [9, 10, 11],
  [12, 13, 14],
  [15, 16, 17],
  [18, 19, 0],
];
