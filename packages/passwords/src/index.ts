export type { PasswordsErrorCode } from './errors.js';
export type { FormName } from './forms/form.js';
export { SALTED_SCHEMES, type Scheme, WEAK_SCHEMES } from './forms/schemes.js';
export type {
  Argon2idHashing,
  BcryptHashing,
  HashingOptions,
  ScryptHashing,
  Sha512CryptHashing,
} from './hashing/options.js';
export type { PasswordsOptions } from './options.js';
export { createPasswords, type Passwords, type VerifyOptions } from './passwords.js';
export { hashPassword, type VerifyPasswordOptions, verifyPassword } from './shared.js';
export { isMatch, type Kind, type Unusable, type Verdict } from './verdict.js';
