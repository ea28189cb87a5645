import type { Form } from './form.js';
import { isNamed } from './names.js';
import { plainCheck } from './plain.js';

/** Plain text that nothing marks as such. What could be a hash, or locks an account, is none. */
export const unmarked: Form = {
  name: 'unmarked',
  read(text) {
    const start = text.trimStart();
    if (isNamed(start) || HASH_LIKE.test(start)) return undefined;
    return plainCheck('unmarked', 'unmarked-plain', Buffer.from(text));
  },
};

/** A dollar sign, brace, underscore, colon, `*` or `!` in front, digests in hexadecimal, and long base64. */
const HASH_LIKE = /^$|^[$_{:*!]|^[0-9A-Fa-f]{32,}$|^[A-Za-z0-9+/]{60,}={0,2}$/;
