import { fromBase64 } from '../algorithms/encodings.js';
import { argon2Check } from '../checks/argon2.js';
import { scryptCheck } from '../checks/scrypt.js';
import type { Form, FormName, Found, Stored } from './form.js';

/**
 * What libraries write after the Password Hashing Competition's string format: `$argon2id$v=19$m=…,t=…,p=…$salt$hash`,
 * and `$scrypt$ln=…,r=…,p=…$salt$hash`.
 */
export const phc: Form = { name: 'phc', read: (text) => readPhc('phc', text) };

/** For forms that put a name in front of it. */
export function readPhc(form: FormName, text: string): Found {
  if (text.startsWith('$argon2')) return argon2(form, text) ?? 'broken';
  if (text.startsWith('$scrypt$')) return scrypt(form, text) ?? 'broken';
  return undefined;
}

function argon2(form: FormName, text: string): Stored | undefined {
  const [, kind, version = '16', m, t, p, salt64 = '', hash64 = ''] = ARGON2.exec(text) ?? [];
  const [salt, expected] = [fromBase64(salt64, 'bare'), fromBase64(hash64, 'bare')];
  if (!salt || !expected) return undefined;
  const numbers = { version: Number(version), m: Number(m), t: Number(t), p: Number(p) };
  return argon2Check(form, { kind: kind as 'd' | 'i' | 'id', ...numbers, salt }, expected);
}

function scrypt(form: FormName, text: string): Stored | undefined {
  const [, log2, r, p, salt64 = '', hash64 = ''] = SCRYPT.exec(text) ?? [];
  const [salt, expected] = [fromBase64(salt64, 'bare'), fromBase64(hash64, 'bare')];
  if (!salt || !expected) return undefined;
  return scryptCheck(form, { log2: Number(log2), r: Number(r), p: Number(p), salt }, expected);
}

/** Without a version it is 16: the first ones had none. */
const ARGON2 =
  /^\$argon2(id|i|d)\$(?:v=(\d\d)\$)?m=([1-9]\d{0,9}),t=([1-9]\d{0,9}),p=([1-9]\d{0,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;
const SCRYPT = /^\$scrypt\$ln=([1-9]\d?),r=([1-9]\d{0,9}),p=([1-9]\d{0,9})\$([A-Za-z0-9+/]*)\$([A-Za-z0-9+/]+)$/;
