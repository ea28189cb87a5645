import { fromBase64, fromHex } from '../algorithms/encodings.js';
import { bcryptCheck } from '../checks/bcrypt.js';
import { cryptCheck } from '../checks/crypt.js';
import { DIGEST_BYTES, type DigestName, digest, quickCheck, saltedScheme, unsaltedCheck } from '../checks/digest.js';
import { pbkdf2Check } from '../checks/pbkdf2.js';
import { scryptCheck } from '../checks/scrypt.js';
import type { Form, Found, Stored } from './form.js';
import { ldap } from './ldap.js';
import { readPhc } from './phc.js';
import { plainCheck } from './plain.js';

/** What Spring Security's delegating encoder writes: the name of an encoder in braces, and what that one writes. */
export const spring: Form = {
  name: 'spring',
  read(text) {
    const nameEnd = text.startsWith('{') ? text.indexOf('}') : -1;
    const take = nameEnd === -1 ? undefined : BY_NAME.get(text.slice(1, nameEnd));
    return take && (take(text.slice(nameEnd + 1)) ?? 'broken');
  },
};

/** Bytes of salt, and the rounds, which are not written down. */
const pbkdf2 = (name: 'sha1' | 'sha256', iterations: number, saltBytes: number) => (rest: string) => {
  const bytes = fromHex(rest, 'any');
  if (bytes?.length !== saltBytes + 32) return undefined;
  const parameters = { digest: name, iterations, salt: bytes.subarray(0, saltBytes) };
  return pbkdf2Check('spring', parameters, bytes.subarray(saltBytes));
};

/** `$e0801$salt$key`: the logarithm of N, and two digits each for r and p, all hexadecimal. */
function scrypt(rest: string): Stored | undefined {
  const [, log2 = '', r = '', p = '', salt64 = '', key64 = ''] = SCRYPT.exec(rest) ?? [];
  const [salt, key] = [fromBase64(salt64, 'padded'), fromBase64(key64, 'padded')];
  if (!salt || !key) return undefined;
  const hex = (digits: string) => Number.parseInt(digits, 16);
  return scryptCheck('spring', { log2: hex(log2), r: hex(r), p: hex(p), salt }, key);
}

/** `{salt}hex` of password, brace, salt and brace; or just hex. */
const messageDigest = (name: DigestName) => (rest: string) => {
  const [, salt, hex = ''] = MESSAGE_DIGEST.exec(rest) ?? [];
  const expected = fromHex(hex);
  if (salt === undefined) return unsaltedCheck('spring', name, expected);
  if (expected?.length !== DIGEST_BYTES[name]) return undefined;
  const saltBytes = Buffer.from(salt);
  return quickCheck('spring', saltedScheme(name), expected, (password) => digest(name, password, saltBytes));
};

/** The first of Spring's own, which takes a thread for its 1024 rounds. */
function standard(rest: string): Stored | undefined {
  const text = rest.toLowerCase();
  if (!STANDARD.test(text)) return undefined;
  return cryptCheck('spring', 'spring-sha256', text, { scheme: 'salted-sha2', cost: 0, estimatedMs: 2 });
}

const argon2 = (rest: string): Found => (rest.startsWith('$argon2') ? readPhc('spring', rest) : undefined);

function ofLdap(rest: string): Found {
  const found = ldap.read(rest);
  return typeof found === 'object' ? { ...found, form: 'spring' } : found;
}

const BY_NAME: ReadonlyMap<string, (rest: string) => Found> = new Map<string, (rest: string) => Found>([
  ['bcrypt', (rest) => (OF_BCRYPT.test(rest) ? bcryptCheck('spring', rest) : undefined)],
  ['argon2', argon2],
  ['argon2@SpringSecurity_v5_8', argon2],
  ['pbkdf2', pbkdf2('sha1', 185_000, 8)],
  ['pbkdf2@SpringSecurity_v5_8', pbkdf2('sha256', 310_000, 16)],
  ['scrypt', scrypt],
  ['scrypt@SpringSecurity_v5_8', scrypt],
  ['sha256', standard],
  ['MD4', messageDigest('md4')],
  ['MD5', messageDigest('md5')],
  ['SHA-1', messageDigest('sha1')],
  ['SHA-256', messageDigest('sha256')],
  ['ldap', ofLdap],
  ['noop', (rest) => plainCheck('spring', 'plain', Buffer.from(rest))],
]);

const OF_BCRYPT = /^\$2[aby]\$/;
const STANDARD = /^[0-9a-f]{80}$/;
const SCRYPT = /^\$([0-9a-f]{1,2})([0-9a-f]{2})([0-9a-f]{2})\$([A-Za-z0-9+/]+={0,2})\$([A-Za-z0-9+/]+={0,2})$/;
const MESSAGE_DIGEST = /^(\{[^{}]{0,128}\})?([0-9a-f]{32,64})$/;
