import { hash } from '@node-rs/bcrypt';
import { BCRYPT_BYTES, peppered } from '../checks/bcrypt.js';
import { passwordsError } from '../errors.js';
import type { HashScheme } from './hashing.js';

/** bcrypt, written `$2b$`. */
export const bcrypt: HashScheme<'cost'> = {
  form: 'crypt',
  numbers: { cost: [12, 4, 31] },
  decoy: ({ cost }) => `$2b$${String(cost).padStart(2, '0')}$${'.'.repeat(53)}`,
  async hash(password, { cost }, { bcryptPepper }) {
    if (password.length > BCRYPT_BYTES) {
      throw passwordsError('PASSWORD_UNUSABLE', 'bcrypt sees 72 bytes of a password, and this one has more.', {
        status: 400,
      });
    }
    return hash(peppered(password, bcryptPepper), { cost });
  },
};
