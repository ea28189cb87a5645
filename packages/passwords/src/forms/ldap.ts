import { fromBase64, fromDecimal, fromDottedBase64 } from '../algorithms/encodings.js';
import { type DigestName, saltedCheck, unsaltedCheck } from '../checks/digest.js';
import { pbkdf2Check } from '../checks/pbkdf2.js';
import { braced } from './braced.js';
import { readCrypt } from './crypt.js';
import type { Form, Found, Stored } from './form.js';
import { readPhc } from './phc.js';

/** What LDAP servers have in `userPassword`: RFC 2307, and the modules of OpenLDAP and 389 Directory Server. */
export const ldap: Form = {
  name: 'ldap',
  read(text) {
    const { name, rest } = braced(text) ?? {};
    const take = name === undefined ? undefined : BY_NAME.get(name);
    return take && rest !== undefined ? (take(rest) ?? 'broken') : undefined;
  },
};

const unsalted = (digest: DigestName) => (rest: string) => unsaltedCheck('ldap', digest, fromBase64(rest, 'padded'));

const salted = (digest: DigestName) => (rest: string) => saltedCheck('ldap', digest, fromBase64(rest, 'padded'));

/** `rounds$salt$key` of pw-pbkdf2 and passlib. */
const pbkdf2 = (digest: PbkdfDigest) => (rest: string) => {
  const [rounds = '', salt = '', key = '', ...more] = rest.split('$');
  return pbkdf2Of(digest, fromDecimal(rounds), fromDottedBase64(salt), fromDottedBase64(key), more.length === 0);
};

type PbkdfDigest = keyof typeof PBKDF2_BYTES;

const PBKDF2_BYTES = { sha1: 20, sha256: 32, sha512: 64 } as const;

function pbkdf2Of(
  digest: PbkdfDigest,
  iterations: number | undefined,
  salt: Buffer | undefined,
  key: Buffer | undefined,
  isWhole: boolean,
): Stored | undefined {
  if (!isWhole || iterations === undefined || !salt || key?.length !== PBKDF2_BYTES[digest]) return undefined;
  return pbkdf2Check('ldap', { digest, iterations, salt }, key);
}

/** That of 389 Directory Server: four bytes of rounds, 64 of salt, 256 of key. */
function pbkdf2Of389(rest: string): Stored | undefined {
  const bytes = fromBase64(rest, 'padded');
  if (bytes?.length !== 324) return undefined;
  const [iterations, salt] = [bytes.readUInt32BE(0), bytes.subarray(4, 68)];
  return pbkdf2Check('ldap', { digest: 'sha256', iterations, salt }, bytes.subarray(68));
}

function argon2(rest: string): Found {
  return rest.startsWith('$argon2') ? readPhc('ldap', rest) : undefined;
}

const BY_NAME: ReadonlyMap<string, (rest: string) => Found> = new Map<string, (rest: string) => Found>([
  ['SHA', unsalted('sha1')],
  ['SHA256', unsalted('sha256')],
  ['SHA384', unsalted('sha384')],
  ['SHA512', unsalted('sha512')],
  ['MD5', unsalted('md5')],
  ['SSHA', salted('sha1')],
  ['SSHA256', salted('sha256')],
  ['SSHA384', salted('sha384')],
  ['SSHA512', salted('sha512')],
  ['SMD5', salted('md5')],
  ['CRYPT', (rest) => readCrypt('ldap', rest)],
  ['ARGON2', argon2],
  ['PBKDF2', pbkdf2('sha1')],
  ['PBKDF2-SHA1', pbkdf2('sha1')],
  ['PBKDF2-SHA256', pbkdf2('sha256')],
  ['PBKDF2-SHA512', pbkdf2('sha512')],
  ['PBKDF2_SHA256', pbkdf2Of389],
]);
