import { hash } from 'node:crypto';
import { isSame } from '../algorithms/crypt-text.js';
import { cryptCheck } from '../checks/crypt.js';
import type { Form } from './form.js';

/** What Apache's `htpasswd` writes beside crypt(3): `$apr1$`, and `{SHA}` with base64. */
export const apache: Form = {
  name: 'apache',
  read(text) {
    if (text.startsWith('$apr1$')) {
      return APR1.test(text)
        ? cryptCheck('apache', 'apr1', text, { scheme: 'apr1', cost: 0, estimatedMs: 3 })
        : 'broken';
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
const APR1 = /^\$apr1\$[^$\u0100-\uffff]{0,8}\$[./A-Za-z0-9]{22}$/;
const SHA1 = /^\{SHA\}[A-Za-z0-9+/]{27}=$/;
