import { fromHex } from '../algorithms/encodings.js';
import { type DigestName, unsaltedCheck } from '../checks/digest.js';
import type { Form } from './form.js';

/** A digest without a salt in hexadecimal and nothing else, as many an application of its own has them. */
export const hex: Form = {
  name: 'hex',
  read(text) {
    const digest = BY_LENGTH.get(text.length);
    return digest && unsaltedCheck('hex', digest, fromHex(text));
  },
};

const BY_LENGTH: ReadonlyMap<number, DigestName> = new Map([
  [32, 'md5'],
  [40, 'sha1'],
  [64, 'sha256'],
  [96, 'sha384'],
  [128, 'sha512'],
]);
