// What users of the package see. Written by "npx -y pnpm@12 api".

import type { MaybePromise } from '@who/core';

interface Argon2idHashing {
  readonly scheme: 'argon2id';
  readonly memoryKib?: number | undefined;
  readonly passes?: number | undefined;
  readonly lanes?: number | undefined;
}

interface BcryptHashing {
  readonly scheme: 'bcrypt';
  readonly cost?: number | undefined;
}

type FormName = 'apache' | 'aspnet' | 'atlassian' | 'crypt' | 'django' | 'dovecot' | 'drupal' | 'hex' | 'ldap' | 'mediawiki' | 'passlib' | 'phc' | 'repoze' | 'spring' | 'unmarked' | 'werkzeug' | 'wordpress';

type HashingOptions = Argon2idHashing | BcryptHashing | ScryptHashing | Sha512CryptHashing;

interface Kind {
  readonly form: FormName;
  readonly scheme: Scheme;
  readonly cost: number;
  readonly estimatedMs: number;
  readonly memoryBytes: number;
}

interface Passwords {
  verify(password: string | Uint8Array, stored: string | null | undefined, options?: VerifyOptions): MaybePromise<Verdict>;
  hash(password: string | Uint8Array, options?: HashingOptions): Promise<string>;
  needsRehash(stored: string): boolean;
  kindOf(stored: string): Kind | Unusable;
  close(): void;
}

type PasswordsErrorCode = 'BAD_OPTION' | 'PASSWORD_UNUSABLE' | 'PASSWORDS_BAD_ARGUMENT' | 'PASSWORDS_BUSY' | 'PASSWORDS_CHECK_FAILED' | 'PASSWORDS_CLOSED' | 'PASSWORDS_UNSUPPORTED';

interface PasswordsOptions {
  readonly allow?: readonly Scheme[] | undefined;
  readonly forms?: readonly FormName[] | undefined;
  readonly hashing?: HashingOptions | undefined;
  readonly decoy?: string | undefined;
  readonly maxCheckMs?: number | undefined;
  readonly maxMemoryBytes?: number | undefined;
  readonly maxPasswordBytes?: number | undefined;
  readonly allowEmptyPasswords?: boolean | undefined;
  readonly refuseCutPasswords?: boolean | undefined;
  readonly normalization?: 'none' | 'NFC' | 'NFKC' | 'OpaqueString' | undefined;
  readonly bcryptPepper?: string | undefined;
  readonly maxConcurrent?: number | undefined;
  readonly maxQueued?: number | undefined;
}

declare const SALTED_SCHEMES: readonly [
  "argon2id",
  "argon2i",
  "argon2d",
  "yescrypt",
  "gost-yescrypt",
  "scrypt",
  "bcrypt",
  "bcrypt-2x",
  "pbkdf2",
  "sha512-crypt",
  "sha256-crypt",
  "sha1-crypt",
  "sun-md5",
  "phpass",
  "apr1",
  "md5-crypt",
  "bsdi-crypt",
  "salted-sha2",
  "salted-sha1",
  "salted-md5"
];

type Scheme = (typeof SALTED_SCHEMES)[number] | (typeof WEAK_SCHEMES)[number];

interface ScryptHashing {
  readonly scheme: 'scrypt';
  readonly log2N?: number | undefined;
  readonly blockSize?: number | undefined;
  readonly parallelization?: number | undefined;
}

interface Sha512CryptHashing {
  readonly scheme: 'sha512-crypt';
  readonly rounds?: number | undefined;
}

interface Unusable {
  readonly code: 'PASSWORD_FORM_UNKNOWN' | 'PASSWORD_FORM_BROKEN' | 'PASSWORD_FORM_NOT_ALLOWED' | 'PASSWORD_FORM_TOO_COSTLY' | 'PASSWORD_FORM_UNAVAILABLE';
  readonly form: string;
}

type Verdict = 'match' | 'match-outdated' | 'no-match' | Unusable;

interface VerifyOptions {
  readonly upgrade?: ((hash: string) => MaybePromise<unknown>) | undefined;
}

type VerifyPasswordOptions = Omit<PasswordsOptions, 'maxConcurrent' | 'maxQueued'> & VerifyOptions;

declare const WEAK_SCHEMES: readonly [
  "des-crypt",
  "sha2",
  "sha1",
  "md5",
  "nt",
  "plain",
  "unmarked-plain"
];

declare function createPasswords(options?: PasswordsOptions): Passwords;

declare function hashPassword(password: string | Uint8Array, options?: HashingOptions): Promise<string>;

declare function isMatch(verdict: Verdict): boolean;

declare function verifyPassword(password: string | Uint8Array, stored: string | null | undefined, options?: VerifyPasswordOptions): MaybePromise<Verdict>;

// @who/passwords
export {
  Argon2idHashing,
  BcryptHashing,
  FormName,
  HashingOptions,
  Kind,
  Passwords,
  PasswordsErrorCode,
  PasswordsOptions,
  SALTED_SCHEMES,
  Scheme,
  ScryptHashing,
  Sha512CryptHashing,
  Unusable,
  Verdict,
  VerifyOptions,
  VerifyPasswordOptions,
  WEAK_SCHEMES,
  createPasswords,
  hashPassword,
  isMatch,
  verifyPassword,
};
