import { cramMd5 } from '../algorithms/cram-md5.js';
import { fromBase64, fromDecimal, fromHex } from '../algorithms/encodings.js';
import { md4 } from '../algorithms/md4.js';
import {
  DIGEST_BYTES,
  type DigestName,
  digest,
  hmac,
  quickCheck,
  saltedCheck,
  unsaltedCheck,
} from '../checks/digest.js';
import { pbkdf2Check } from '../checks/pbkdf2.js';
import { braced } from './braced.js';
import { readCrypt } from './crypt.js';
import type { Form, Found, Stored } from './form.js';
import { readPhc } from './phc.js';
import { plainCheck } from './plain.js';

/** What `doveadm pw` writes: a scheme in braces, which may say how bytes are written (`{SHA256.HEX}`). */
export const dovecot: Form = {
  name: 'dovecot',
  read(text) {
    const { name, rest } = braced(text) ?? {};
    if (name === undefined || rest === undefined) return undefined;
    const [scheme = '', encoding] = name.split('.');
    const encoded = ENCODED.get(scheme);
    if (encoded) {
      return (
        (scheme === 'MD5' && encoding === undefined && rest.startsWith('$1$') && readCrypt('dovecot', rest)) ||
        (encoded(rest, encoding) ?? 'broken')
      );
    }
    const take = encoding === undefined ? OTHERS.get(scheme) : undefined;
    return take && (take(rest) ?? 'broken');
  },
};

/** Bytes in the encoding that is named, else in the one that fits their number. */
function bytesOf(rest: string, encoding: string | undefined, length: number | undefined): Buffer | undefined {
  const isHex = encoding === undefined ? rest.length === 2 * (length ?? 0) : encoding === 'HEX';
  if (isHex) return fromHex(rest, 'any');
  return encoding === undefined || encoding === 'B64' || encoding === 'BASE64' ? fromBase64(rest, 'padded') : undefined;
}

type Encoded = (rest: string, encoding: string | undefined) => Stored | undefined;

const unsalted =
  (name: DigestName): Encoded =>
  (rest, encoding) =>
    unsaltedCheck('dovecot', name, bytesOf(rest, encoding, DIGEST_BYTES[name]));

const salted =
  (name: DigestName): Encoded =>
  (rest, encoding) =>
    saltedCheck('dovecot', name, bytesOf(rest, encoding, undefined));

const ntlm: Encoded = (rest, encoding) => {
  const expected = bytesOf(rest, encoding, 16);
  return expected?.length === 16
    ? quickCheck('dovecot', 'nt', expected, (password) => md4(Buffer.from(Buffer.from(password).toString(), 'utf16le')))
    : undefined;
};

const plain: Encoded = (rest, encoding) => {
  const bytes = encoding === undefined ? Buffer.from(rest) : bytesOf(rest, encoding, undefined);
  return bytes && plainCheck('dovecot', 'plain', bytes);
};

const ENCODED: ReadonlyMap<string, Encoded> = new Map([
  ['SHA', unsalted('sha1')],
  ['SHA1', unsalted('sha1')],
  ['SHA256', unsalted('sha256')],
  ['SHA512', unsalted('sha512')],
  ['MD5', unsalted('md5')],
  ['LDAP-MD5', unsalted('md5')],
  ['PLAIN-MD5', unsalted('md5')],
  ['PLAIN-MD4', unsalted('md4')],
  ['NTLM', ntlm],
  ['SSHA', salted('sha1')],
  ['SSHA256', salted('sha256')],
  ['SSHA512', salted('sha512')],
  ['SMD5', salted('md5')],
  ['PLAIN', plain],
  ['CLEAR', plain],
  ['CLEARTEXT', plain],
]);

const crypt = (rest: string) => readCrypt('dovecot', rest);

const argon2 = (rest: string): Found => (/^\$argon2id?\$/.test(rest) ? readPhc('dovecot', rest) : undefined);

function cram(rest: string): Stored | undefined {
  const expected = fromHex(rest, 'any');
  return expected?.length === 32 ? quickCheck('dovecot', 'md5', expected, cramMd5) : undefined;
}

/** `$1$salt$rounds$key`, of PBKDF2-SHA-1, with the salt as it stands. */
function pbkdf2(rest: string): Stored | undefined {
  const [, salt = '', rounds = '', key = ''] = PBKDF2.exec(rest) ?? [];
  const iterations = fromDecimal(rounds);
  if (iterations === undefined) return undefined;
  return pbkdf2Check('dovecot', { digest: 'sha1', iterations, salt: Buffer.from(salt) }, fromHex(key, 'any'));
}

/** `rounds,salt,StoredKey,ServerKey` (RFC 5802). The password is right when its StoredKey is. */
const scram = (name: 'sha1' | 'sha256') => (rest: string) => {
  const [rounds = '', salt = '', stored = '', server = '', ...more] = rest.split(',');
  const iterations = fromDecimal(rounds);
  const [saltBytes, expected] = [fromBase64(salt, 'padded'), fromBase64(stored, 'padded')];
  const [bytes, serverBytes] = [DIGEST_BYTES[name], fromBase64(server, 'padded')];
  if (more.length > 0 || iterations === undefined || iterations < 4096 || !saltBytes || serverBytes?.length !== bytes)
    return undefined;
  if (expected?.length !== bytes) return undefined;
  return pbkdf2Check('dovecot', { digest: name, iterations, salt: saltBytes }, expected, bytes, (key) =>
    digest(name, hmac(name, key, Buffer.from('Client Key'))),
  );
};

const OTHERS: ReadonlyMap<string, (rest: string) => Found> = new Map<string, (rest: string) => Found>([
  ['CRYPT', crypt],
  ['MD5-CRYPT', (rest) => (rest.startsWith('$1$') ? crypt(rest) : undefined)],
  ['SHA256-CRYPT', crypt],
  ['SHA512-CRYPT', crypt],
  ['BLF-CRYPT', (rest) => (rest.startsWith('$2') ? crypt(rest) : undefined)],
  ['DES-CRYPT', crypt],
  ['ARGON2I', argon2],
  ['ARGON2ID', argon2],
  ['CRAM-MD5', cram],
  ['HMAC-MD5', cram],
  ['PBKDF2', pbkdf2],
  ['SCRAM-SHA-1', scram('sha1')],
  ['SCRAM-SHA-256', scram('sha256')],
]);

const PBKDF2 = /^\$1\$([^$]{0,64})\$(\d{1,10})\$([0-9a-fA-F]{40})$/;
