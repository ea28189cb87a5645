import { hash } from 'node:crypto';
import { areDigits, isSame } from '../algorithms/crypt-text.js';
import { cryptCheck } from '../checks/crypt.js';
import type { Form } from './form.js';

/** What Apache's `htpasswd` writes beside crypt(3): `$apr1$`, and `{SHA}` with base64. */
export const apache: Form = {
  name: 'apache',
  read(text) {
    if (text.startsWith('$apr1$')) {
      return isApr1(text) ? cryptCheck('apache', 'apr1', text, { scheme: 'apr1', cost: 0, estimatedMs: 2 }) : 'broken';
    }
    if (!text.startsWith('{SHA}')) return undefined;
    if (!SHA1.test(text)) return 'broken';
    return {
      form: 'apache',
      scheme: 'sha1',
      cost: 0,
      estimatedMs: 0,
      memoryBytes: 0,
      matches: (password) => isSame(`{SHA}${hash('sha1', password, 'base64')}`, text),
    };
  },
};

/** A salt may have any bytes. */
const START = /^\$apr1\$[^$\u0100-\uffff]{0,8}\$$/;
const HASH_DIGITS = 22;

function isApr1(text: string): boolean {
  const hash = text.length - HASH_DIGITS;
  return hash > 0 && START.test(text.slice(0, hash)) && areDigits(text, hash);
}
const SHA1 = /^\{SHA\}[A-Za-z0-9+/]{27}=$/;
