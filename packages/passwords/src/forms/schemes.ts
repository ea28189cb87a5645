/** The schemes that count unless `allow` says otherwise: all that have a salt and see a whole password. */
export const SALTED_SCHEMES = [
  'argon2id',
  'argon2i',
  'argon2d',
  'yescrypt',
  'gost-yescrypt',
  'scrypt',
  'bcrypt',
  'bcrypt-2x',
  'pbkdf2',
  'sha512-crypt',
  'sha256-crypt',
  'sha1-crypt',
  'sun-md5',
  'phpass',
  'apr1',
  'md5-crypt',
  'bsdi-crypt',
  'salted-sha2',
  'salted-sha1',
  'salted-md5',
] as const;

/** Schemes without a salt, or that see eight characters of a password, and plain text. */
export const WEAK_SCHEMES = ['des-crypt', 'sha2', 'sha1', 'md5', 'nt', 'plain', 'unmarked-plain'] as const;

/** What is computed to check a password, however it is written down. */
export type Scheme = (typeof SALTED_SCHEMES)[number] | (typeof WEAK_SCHEMES)[number];
