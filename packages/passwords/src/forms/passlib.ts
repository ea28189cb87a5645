import { fromDecimal, fromDottedBase64 } from '../algorithms/encodings.js';
import { bcryptCheck } from '../checks/bcrypt.js';
import { DIGEST_BYTES, digest, hmac } from '../checks/digest.js';
import { pbkdf2Check } from '../checks/pbkdf2.js';
import type { Form, Stored } from './form.js';

/** What passlib writes that nobody else does: PBKDF2, and bcrypt of a digest. */
export const passlib: Form = {
  name: 'passlib',
  read(text) {
    if (text.startsWith('$bcrypt-sha256$'))
      return (text.includes('v=') ? bcryptOfHmac : bcryptOfDigest)(text) ?? 'broken';
    return text.startsWith('$pbkdf2') ? (pbkdf2(text) ?? 'broken') : undefined;
  },
};

/** `$pbkdf2$rounds$salt$key`, of SHA-1, `$pbkdf2-sha256$…` and `$pbkdf2-sha512$…`. */
function pbkdf2(text: string): Stored | undefined {
  const [, name = '', rounds = '', salt64 = '', key64 = '', ...more] = text.split('$');
  const found =
    name === 'pbkdf2' ? 'sha1' : name === 'pbkdf2-sha256' ? 'sha256' : name === 'pbkdf2-sha512' ? 'sha512' : undefined;
  const [iterations, salt, key] = [fromDecimal(rounds), fromDottedBase64(salt64), fromDottedBase64(key64)];
  if (!found || more.length > 0 || iterations === undefined || !salt || key?.length !== DIGEST_BYTES[found])
    return undefined;
  return pbkdf2Check('passlib', { digest: found, iterations, salt }, key);
}

/** Version 2, of passlib 1.7.3 and later: bcrypt of HMAC-SHA-256 in base64, with the salt as key. */
function bcryptOfHmac(text: string): Stored | undefined {
  const [, cost = '', salt = '', hash = ''] = VERSION_2.exec(text) ?? [];
  const key = Buffer.from(salt);
  return bcryptOf('2b', cost, salt + hash, (password) => hmac('sha256', key, password));
}

/** The first version: bcrypt of SHA-256 in base64. */
function bcryptOfDigest(text: string): Stored | undefined {
  const [, version = '', cost = '', salt = '', hash = ''] = VERSION_1.exec(text) ?? [];
  return bcryptOf(version, cost, salt + hash, (password) => digest('sha256', password));
}

function bcryptOf(
  version: string,
  cost: string,
  hash: string,
  first: (password: Uint8Array) => Buffer,
): Stored | undefined {
  const text = `$${version}$${cost.padStart(2, '0')}$${hash}`;
  return bcryptCheck('passlib', text, (password) => Buffer.from(first(password).toString('base64')));
}

const VERSION_1 = /^\$bcrypt-sha256\$(2[ab]),([1-9]\d?)\$([./A-Za-z0-9]{22})\$([./A-Za-z0-9]{31})$/;
const VERSION_2 = /^\$bcrypt-sha256\$v=2,t=2b,r=([1-9]\d?)\$([./A-Za-z0-9]{22})\$([./A-Za-z0-9]{31})$/;
