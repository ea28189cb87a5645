import { fromBase64, fromDecimal, fromHex } from '../algorithms/encodings.js';
import { bcryptCheck } from '../checks/bcrypt.js';
import { DIGEST_BYTES, type DigestName, digest, quickCheck, saltedScheme, unsaltedCheck } from '../checks/digest.js';
import { pbkdf2Check } from '../checks/pbkdf2.js';
import { scryptCheck } from '../checks/scrypt.js';
import { readCrypt } from './crypt.js';
import type { Form, Found, Stored } from './form.js';
import { readPhc } from './phc.js';

/** What Django's password hashers write: a name, a dollar sign, and what each of them likes. */
export const django: Form = {
  name: 'django',
  read(text) {
    const nameEnd = text.indexOf('$');
    const take = nameEnd > 0 ? BY_NAME.get(text.slice(0, nameEnd)) : undefined;
    return take && (take(text.slice(nameEnd + 1)) ?? 'broken');
  },
};

/** `rounds$salt$key`. */
const pbkdf2 = (name: 'sha1' | 'sha256') => (rest: string) => {
  const [rounds = '', salt = '', key = '', ...more] = rest.split('$');
  const [iterations, expected] = [fromDecimal(rounds), fromBase64(key, 'padded')];
  if (more.length > 0 || iterations === undefined || expected?.length !== DIGEST_BYTES[name]) return undefined;
  return pbkdf2Check('django', { digest: name, iterations, salt: Buffer.from(salt) }, expected);
};

/** `N$salt$r$p$key`. */
function scrypt(rest: string): Stored | undefined {
  const [n = '', salt = '', r = '', p = '', key = '', ...more] = rest.split('$');
  const log2 = Math.log2(fromDecimal(n) ?? 0);
  const [rNumber, pNumber] = [fromDecimal(r), fromDecimal(p)];
  if (more.length > 0 || !Number.isInteger(log2) || rNumber === undefined || pNumber === undefined) return undefined;
  const expected = fromBase64(key, 'padded');
  if (expected?.length !== 64) return undefined;
  return scryptCheck('django', { log2, r: rNumber, p: pNumber, salt: Buffer.from(salt) }, expected);
}

/** `salt$hex`; without a salt there is nothing between the dollar signs. */
const salted =
  (name: DigestName) =>
  (rest: string): Stored | undefined => {
    const [salt = '', hex = '', ...more] = rest.split('$');
    const expected = fromHex(hex);
    if (more.length > 0 || expected?.length !== DIGEST_BYTES[name]) return undefined;
    if (salt === '') return unsaltedCheck('django', name, expected);
    const saltBytes = Buffer.from(salt);
    const check = quickCheck('django', saltedScheme(name), expected, (password) => digest(name, saltBytes, password));
    return { ...check, rival: 'werkzeug' };
  };

/** A text of crypt(3), behind a field that may repeat its salt. */
function crypt(rest: string): Found {
  const [salt = '', ...text] = rest.split('$');
  const hash = text.join('$');
  return hash.startsWith(salt) ? readCrypt('django', hash) : undefined;
}

const hexDigest = (password: Uint8Array) => Buffer.from(digest('sha256', password).toString('hex'));

const BY_NAME: ReadonlyMap<string, (rest: string) => Found> = new Map<string, (rest: string) => Found>([
  ['pbkdf2_sha256', pbkdf2('sha256')],
  ['pbkdf2_sha1', pbkdf2('sha1')],
  ['scrypt', scrypt],
  ['argon2', (rest) => (rest.startsWith('argon2') ? readPhc('django', `$${rest}`) : undefined)],
  ['bcrypt', (rest) => (OF_BCRYPT.test(rest) ? bcryptCheck('django', rest) : undefined)],
  ['bcrypt_sha256', (rest) => (OF_BCRYPT.test(rest) ? bcryptCheck('django', rest, hexDigest) : undefined)],
  ['sha1', salted('sha1')],
  ['md5', salted('md5')],
  ['crypt', crypt],
]);

/** The name is behind two dollar signs. */
const OF_BCRYPT = /^\$2[aby]\$/;
