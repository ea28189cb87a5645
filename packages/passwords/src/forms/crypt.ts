import { parseShaCrypt } from '../algorithms/sha-crypt.js';
import { bcryptCheck } from '../checks/bcrypt.js';
import { cryptCheck } from '../checks/crypt.js';
import type { Form, Stored } from './form.js';

/** What crypt(3) writes. */
export const crypt: Form = {
  name: 'crypt',
  read(text) {
    if (!text.startsWith('$')) return DES.test(text) ? cryptCheck('crypt', 'des-crypt', text, DES_KIND) : undefined;
    const take = BY_ID.get(text.slice(1, text.indexOf('$', 1)));
    return take && (take(text) ?? 'broken');
  },
};

/** By what stands between the first two dollar signs. */
const BY_ID: ReadonlyMap<string, (text: string) => Stored | undefined> = new Map([
  ['1', (text) => (MD5.test(text) ? cryptCheck('crypt', 'md5-crypt', text, MD5_KIND) : undefined)],
  ['2a', (text) => bcryptCheck('crypt', text)],
  ['2b', (text) => bcryptCheck('crypt', text)],
  ['2y', (text) => bcryptCheck('crypt', text)],
  ['5', shaCrypted],
  ['6', shaCrypted],
]);

function shaCrypted(text: string): Stored | undefined {
  const parsed = parseShaCrypt(text);
  if (!parsed) return undefined;
  const { scheme, rounds } = parsed;
  return cryptCheck('crypt', 'sha-crypt', text, { scheme, cost: rounds, estimatedMs: rounds * 0.003 });
}

const MD5_KIND = { scheme: 'md5-crypt', cost: 0, estimatedMs: 3 } as const;
const DES_KIND = { scheme: 'des-crypt', cost: 0, estimatedMs: 2 } as const;

/** A salt is printable, without `! * : ; \`. */
const MD5 = /^\$1\$["#%-)+-9<-[\]-~]{0,8}\$[./0-9A-Za-z]{22}$/;
const DES = /^[./A-Za-z0-9]{13}$/;
