import { numberOf } from '../algorithms/crypt-number.js';
import { decode } from '../algorithms/crypt-text.js';
import { md4 } from '../algorithms/md4.js';
import { parseShaCrypt } from '../algorithms/sha-crypt.js';
import { bcryptCheck } from '../checks/bcrypt.js';
import { cryptCheck } from '../checks/crypt.js';
import { quickCheck } from '../checks/digest.js';
import { yescryptCheck } from '../checks/libxcrypt.js';
import { scryptCheck } from '../checks/scrypt.js';
import type { Form, FormName, Found, Stored } from './form.js';

/** What crypt(3) writes, as libxcrypt has it. */
export const crypt: Form = { name: 'crypt', read: (text) => readCrypt('crypt', text) };

/** For forms that put a name in front of it. */
export function readCrypt(form: FormName, text: string): Found {
  if (text.startsWith('_')) return bsdi(form, text);
  if (text.startsWith('$md5,')) return sunMd5(form, text) ?? 'broken';
  if (!text.startsWith('$')) return DES.test(text) ? des(form, text) : undefined;
  const take = BY_ID.get(text.slice(1, text.indexOf('$', 1)));
  return take && (take(form, text) ?? 'broken');
}

/** By what stands between the first two dollar signs. */
const BY_ID: ReadonlyMap<string, (form: FormName, text: string) => Found> = new Map([
  ['1', md5],
  ['2a', bcryptCheck],
  ['2b', bcryptCheck],
  ['2x', bcryptCheck],
  ['2y', bcryptCheck],
  ['3', nt],
  ['5', sha],
  ['6', sha],
  ['7', scrypt],
  ['gy', yescryptCheck],
  ['md5', sunMd5],
  ['sha1', sha1],
  ['y', yescryptCheck],
]);

const des = (form: FormName, text: string): Stored => ({
  ...cryptCheck(form, 'des-crypt', text, { scheme: 'des-crypt', cost: 0, estimatedMs: 1 }),
  // Those of a longer text are bigcrypt's.
  seenBytes: text.length === 13 ? 8 : 128,
});

function bsdi(form: FormName, text: string): Stored | undefined {
  if (!BSDI.test(text)) return undefined;
  const rounds = numberOf(text.slice(1, 5));
  return cryptCheck(form, 'bsdi-crypt', text, { scheme: 'bsdi-crypt', cost: rounds, estimatedMs: 1 + rounds * 0.0005 });
}

function md5(form: FormName, text: string): Stored | undefined {
  if (!MD5.test(text)) return undefined;
  return cryptCheck(form, 'md5-crypt', text, { scheme: 'md5-crypt', cost: 0, estimatedMs: 2 });
}

function sha(form: FormName, text: string): Stored | undefined {
  const parsed = parseShaCrypt(text);
  if (!parsed) return undefined;
  const { scheme, rounds } = parsed;
  return cryptCheck(form, 'sha-crypt', text, { scheme, cost: rounds, estimatedMs: rounds * 0.002 });
}

function sunMd5(form: FormName, text: string): Stored | undefined {
  const rounds = SUN_MD5.exec(text)?.[1];
  if (rounds === undefined && !SUN_MD5.test(text)) return undefined;
  const cost = Number(rounds ?? 0);
  if (cost >= 2 ** 32 - 4096) return undefined;
  return cryptCheck(form, 'sun-md5', text, { scheme: 'sun-md5', cost, estimatedMs: (4096 + cost) * 0.004 });
}

function sha1(form: FormName, text: string): Stored | undefined {
  const rounds = SHA1.exec(text)?.[1];
  if (rounds === undefined || Number(rounds) >= 2 ** 32) return undefined;
  const cost = Number(rounds);
  return cryptCheck(form, 'sha1-crypt', text, { scheme: 'sha1-crypt', cost, estimatedMs: 1 + cost * 0.003 });
}

/** The hash of Windows NT, of a password whose bytes are taken for 16-bit characters each. */
function nt(form: FormName, text: string): Stored | undefined {
  if (!NT.test(text)) return undefined;
  const expected = Buffer.from(text.slice(4), 'hex');
  return quickCheck(form, 'nt', expected, (password) =>
    md4(Buffer.from(Buffer.from(password).toString('latin1'), 'utf16le')),
  );
}

function scrypt(form: FormName, text: string): Stored | undefined {
  const [, log2, r, p, salt, hash] = SCRYPT.exec(text) ?? [];
  if (log2 === undefined || r === undefined || p === undefined || salt === undefined || hash === undefined) {
    return undefined;
  }
  const parameters = { log2: numberOf(log2), r: numberOf(r), p: numberOf(p), salt: Buffer.from(salt) };
  return parameters.log2 < 2 ? undefined : scryptCheck(form, parameters, decode(hash));
}

const BSDI = /^_[./0-9A-Za-z]{19}$/;
/** Those of bigcrypt have eleven digits more for each eight bytes more. */
const DES = /^[./A-Za-z0-9]{13}(?:[./A-Za-z0-9]{11}){0,15}$/;
/** A salt is printable, without `! * : ; \`. */
const MD5 = /^\$1\$["#%-)+-9<-[\]-~]{0,8}\$[./0-9A-Za-z]{22}$/;
const NT = /^\$3\$\$[0-9a-f]{32}$/;
const SCRYPT = /^\$7\$([./0-9A-Za-z])([./0-9A-Za-z]{5})([./0-9A-Za-z]{5})([./0-9A-Za-z]{0,128})\$([./0-9A-Za-z]{43})$/;
const SHA1 = /^\$sha1\$(0|[1-9]\d{0,9})\$[./0-9A-Za-z]{1,128}\$[./0-9A-Za-z]{28}$/;
const SUN_MD5 = /^\$md5(?:,rounds=([1-9]\d{0,9}))?\$[./0-9A-Za-z]{0,128}\$?\$[./0-9A-Za-z]{22}$/;
