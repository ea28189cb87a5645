import { digest } from '../checks/digest.js';
import type { Form } from './form.js';
import { readPhpass } from './phpass.js';

/** What Drupal 7 to 10 write: phpass with SHA-512; behind a `U`, of the MD5 that older ones had written. */
export const drupal: Form = {
  name: 'drupal',
  read(text) {
    if (!text.startsWith('U$')) return readPhpass('drupal', text, OF_DRUPAL);
    const found = readPhpass('drupal', text.slice(1), OF_DRUPAL);
    if (typeof found !== 'object') return found;
    return { ...found, matches: (password, tools) => found.matches(hexMd5(password), tools) };
  },
};

const hexMd5 = (password: Uint8Array) => Buffer.from(digest('md5', password).toString('hex'));

const OF_DRUPAL = /^\$[SPH]\$/;
