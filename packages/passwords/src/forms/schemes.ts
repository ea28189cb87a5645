/** What is computed, however it is written down. All are salted. */
export const SALTED_SCHEMES = [
  'argon2id',
  'argon2i',
  'argon2d',
  'bcrypt',
  'scrypt',
  'sha512-crypt',
  'sha256-crypt',
  'apr1',
  'md5-crypt',
] as const;

/** Schemes that have no salt, or see so little of a password that they fall at once. */
export const WEAK_SCHEMES = ['des-crypt', 'sha1'] as const;

/** What is computed to check a password, however it is written down. */
export type Scheme = (typeof SALTED_SCHEMES)[number] | (typeof WEAK_SCHEMES)[number];
