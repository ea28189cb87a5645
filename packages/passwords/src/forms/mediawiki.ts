import { fromBase64, fromDecimal, fromHex } from '../algorithms/encodings.js';
import { bcryptCheck } from '../checks/bcrypt.js';
import { DIGEST_BYTES, digest, quickCheck, unsaltedCheck } from '../checks/digest.js';
import { pbkdf2Check } from '../checks/pbkdf2.js';
import type { Form, Found, Stored } from './form.js';
import { readPhc } from './phc.js';

/** What MediaWiki writes: a type between colons, parameters, a salt and a hash. */
export const mediawiki: Form = {
  name: 'mediawiki',
  read(text) {
    const typeEnd = text.startsWith(':') ? text.indexOf(':', 1) : -1;
    const take = typeEnd === -1 ? undefined : BY_TYPE.get(text.slice(1, typeEnd));
    return take && (take(text.slice(typeEnd + 1)) ?? 'broken');
  },
};

type Prepare = (password: Uint8Array) => Uint8Array;

/** MD5 in hexadecimal; with a salt, of salt, dash, and the MD5 of the password in hexadecimal. */
const legacyA: Prepare = (password) => hexMd5(password);
const legacyB =
  (salt: string): Prepare =>
  (password) =>
    hexMd5(Buffer.concat([Buffer.from(`${salt}-`), hexMd5(password)]));

const hexMd5: Prepare = (input) => Buffer.from(digest('md5', input).toString('hex'));

function salted(rest: string): Stored | undefined {
  const [salt = '', hex = '', ...more] = rest.split(':');
  const expected = fromHex(hex);
  if (more.length > 0 || salt === '' || expected?.length !== 16) return undefined;
  return quickCheck('mediawiki', 'salted-md5', Buffer.from(hex), legacyB(salt));
}

/** Digest, rounds, length, salt and key. */
function pbkdf2(fields: readonly (string | undefined)[], prepare?: Prepare): Stored | undefined {
  const [name = '', rounds = '', length = '', salt64 = '', key64 = ''] = fields;
  const iterations = fromDecimal(rounds);
  const [salt, expected] = [fromBase64(salt64, 'padded'), fromBase64(key64, 'padded')];
  if (fields.length !== 5 || !isDigest(name) || iterations === undefined || !salt || !expected) return undefined;
  if (fromDecimal(length) !== expected.length) return undefined;
  const check = pbkdf2Check('mediawiki', { digest: name, iterations, salt }, expected);
  return check && prepare ? { ...check, matches: (password, tools) => check.matches(prepare(password), tools) } : check;
}

/** Old hashes, wrapped: parameters, salts and the key, with `!` between them. */
function wrappedA(rest: string): Stored | undefined {
  const [first, parameters = '', salt = '', salt64, key, ...more] = rest.split('!');
  if (first !== '' || salt !== '' || more.length > 0) return undefined;
  return pbkdf2([...parameters.split(':'), salt64, key], legacyA);
}

function wrappedB(rest: string): Stored | undefined {
  const [first, parameters = '', salt = '', salt64, key, ...more] = rest.split('!');
  if (first !== '' || salt === '' || more.length > 0) return undefined;
  return pbkdf2([...parameters.split(':'), salt64, key], legacyB(salt));
}

/** `cost$salt$hash` */
function bcrypt(rest: string): Stored | undefined {
  const [cost = '', salt = '', hash = '', ...more] = rest.split('$');
  if (more.length > 0 || fromDecimal(cost) === undefined || salt.length !== 22) return undefined;
  return bcryptCheck('mediawiki', `$2y$${cost.padStart(2, '0')}$${salt}${hash}`);
}

const BY_TYPE: ReadonlyMap<string, (rest: string) => Found> = new Map<string, (rest: string) => Found>([
  ['A', (rest) => unsaltedCheck('mediawiki', 'md5', fromHex(rest))],
  ['B', salted],
  ['pbkdf2', (rest) => pbkdf2(rest.split(':'))],
  ['pbkdf2-legacyA', wrappedA],
  ['pbkdf2-legacyB', wrappedB],
  ['bcrypt', bcrypt],
  ['argon2', (rest) => (rest.startsWith('$argon2') ? readPhc('mediawiki', rest) : undefined)],
]);

const isDigest = (name: string): name is 'sha1' | 'sha256' | 'sha512' =>
  name !== 'md4' && Object.hasOwn(DIGEST_BYTES, name);
