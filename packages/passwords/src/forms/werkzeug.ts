import { fromDecimal, fromHex } from '../algorithms/encodings.js';
import { DIGEST_BYTES, type DigestName, hmac, quickCheck, saltedScheme } from '../checks/digest.js';
import { pbkdf2Check } from '../checks/pbkdf2.js';
import { scryptCheck } from '../checks/scrypt.js';
import type { Form, Stored } from './form.js';
import { plainCheck } from './plain.js';

/** What Werkzeug's `generate_password_hash` writes: a method with its parameters, a salt and a key, in hexadecimal. */
export const werkzeug: Form = {
  name: 'werkzeug',
  read(text) {
    const [method = '', salt, key, ...more] = text.split('$');
    const [name = '', ...parameters] = method.split(':');
    const take = name === 'pbkdf2' ? pbkdf2 : name === 'scrypt' ? scrypt : undefined;
    if (take && parameters.length > 0) {
      const isWhole = salt !== undefined && key !== undefined && more.length === 0;
      return (isWhole && take(parameters, Buffer.from(salt), fromHex(key))) || 'broken';
    }
    if (text.startsWith('plain$$')) return plainCheck('werkzeug', 'plain', Buffer.from(text.slice(7)));
    return isDigest(method) && salt && key !== undefined && more.length === 0 ? keyed(method, salt, key) : undefined;
  },
};

/** `pbkdf2:sha256:rounds` */
function pbkdf2(
  [name = '', rounds = '', ...more]: string[],
  salt: Buffer,
  key: Buffer | undefined,
): Stored | undefined {
  const iterations = fromDecimal(rounds);
  if (!isDigest(name) || iterations === undefined || more.length > 0) return undefined;
  if (key?.length !== DIGEST_BYTES[name]) return undefined;
  return pbkdf2Check('werkzeug', { digest: name, iterations, salt }, key);
}

/** `scrypt:N:r:p` */
function scrypt(parameters: string[], salt: Buffer, key: Buffer | undefined): Stored | undefined {
  const [n, r, p, ...more] = parameters.map(fromDecimal);
  const log2 = Math.log2(n ?? 0);
  if (!Number.isInteger(log2) || r === undefined || p === undefined || more.length > 0) return undefined;
  return key?.length === 64 ? scryptCheck('werkzeug', { log2, r, p, salt }, key) : undefined;
}

/** `sha256$salt$key`, of HMAC, which Werkzeug wrote before version 2.3 where it was told to. */
function keyed(name: PlainDigest, salt: string, key: string): Stored | undefined {
  const expected = fromHex(key);
  if (expected?.length !== DIGEST_BYTES[name]) return undefined;
  const saltBytes = Buffer.from(salt);
  return quickCheck('werkzeug', saltedScheme(name), expected, (password) => hmac(name, saltBytes, password));
}

type PlainDigest = Exclude<DigestName, 'md4'>;

const isDigest = (name: string): name is PlainDigest => name !== 'md4' && Object.hasOwn(DIGEST_BYTES, name);
