import { fromBase64 } from '../algorithms/encodings.js';
import { pbkdf2Check } from '../checks/pbkdf2.js';
import type { Form, Stored } from './form.js';

/** What ASP.NET Identity writes: base64 of a version's number, and what that version has. */
export const aspnet: Form = {
  name: 'aspnet',
  read(text) {
    if (!ASPNET.test(text)) return undefined;
    const bytes = fromBase64(text, 'padded');
    return bytes && (bytes[0] === 0 ? version2(bytes) : version3(bytes));
  },
};

/** 16 bytes of salt and 32 of PBKDF2-SHA-1's key. */
function version2(bytes: Buffer): Stored | undefined {
  if (bytes.length !== 49) return undefined;
  return pbkdf2Check('aspnet', { digest: 'sha1', iterations: 1000, salt: bytes.subarray(1, 17) }, bytes.subarray(17));
}

/** Numbers of 32 bits for digest, rounds and the length of the salt; the salt, and the key. */
function version3(bytes: Buffer): Stored | undefined {
  if (bytes[0] !== 1 || bytes.length < 13) return undefined;
  const digest = DIGESTS[bytes.readUInt32BE(1)];
  const [iterations, saltEnd] = [bytes.readUInt32BE(5), 13 + bytes.readUInt32BE(9)];
  if (!digest || saltEnd < 13 + 16 || saltEnd + 16 > bytes.length) return undefined;
  return pbkdf2Check('aspnet', { digest, iterations, salt: bytes.subarray(13, saltEnd) }, bytes.subarray(saltEnd));
}

const DIGESTS = ['sha1', 'sha256', 'sha512'] as const;

/** Nothing else in the world of hashes is only base64 and begins with a zero or a one. */
const ASPNET = /^A[A-Q][A-Za-z0-9+/]{58,1000}={0,2}$/;
