import { fromHex } from '../algorithms/encodings.js';
import { unsaltedCheck } from '../checks/digest.js';
import type { Form } from './form.js';

/** What repoze.who's SQL plugin reads: `{SHA}` with hexadecimal digits. */
export const repoze: Form = {
  name: 'repoze',
  read: (text) => (REPOZE.test(text) ? unsaltedCheck('repoze', 'sha1', fromHex(text.slice(5))) : undefined),
};

const REPOZE = /^\{SHA\}[0-9a-f]{40}$/;
