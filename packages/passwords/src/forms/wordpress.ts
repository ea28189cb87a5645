import { bcryptCheck } from '../checks/bcrypt.js';
import { hmac } from '../checks/digest.js';
import type { Form } from './form.js';
import { readPhpass } from './phpass.js';

/** What WordPress writes: bcrypt of HMAC-SHA-384 since 6.8, before that phpass, which phpBB names `$H$`. */
export const wordpress: Form = {
  name: 'wordpress',
  read(text) {
    if (text.startsWith('$wp'))
      return (OF_BCRYPT.test(text) && bcryptCheck('wordpress', text.slice(3), keyed)) || 'broken';
    return readPhpass('wordpress', text, MD5);
  },
};

const keyed = (password: Uint8Array) =>
  Buffer.from(hmac('sha384', Buffer.from('wp-sha384'), password).toString('base64'));

const OF_BCRYPT = /^\$wp\$2[aby]\$/;
const MD5 = /^\$[PH]\$/;
