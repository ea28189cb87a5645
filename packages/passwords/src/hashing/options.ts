/** How new hashes are made. */
export type HashingOptions = Argon2idHashing | BcryptHashing | ScryptHashing | Sha512CryptHashing;

/** Argon2id, in the PHC's format. */
export interface Argon2idHashing {
  readonly scheme: 'argon2id';
  /** What each hash takes of memory, in KiB. @default 19456 */
  readonly memoryKib?: number | undefined;
  /** How often all of it is gone through. @default 2 */
  readonly passes?: number | undefined;
  /** Parts of the memory that could be computed at the same time. @default 1 */
  readonly lanes?: number | undefined;
}

/** bcrypt, `$2b$`. Passwords of more than 72 bytes are refused. */
export interface BcryptHashing {
  readonly scheme: 'bcrypt';
  /** Each step doubles the time; 12 takes about 0.2 s. @default 12 */
  readonly cost?: number | undefined;
}

/** scrypt, in the PHC's format. */
export interface ScryptHashing {
  readonly scheme: 'scrypt';
  /** The logarithm of N: each step doubles time and memory. @default 17 */
  readonly log2N?: number | undefined;
  /** Size of a block. @default 8 */
  readonly blockSize?: number | undefined;
  /** How often all is done, one after the other. @default 1 */
  readonly parallelization?: number | undefined;
}

/** SHA-512-crypt, for what knows crypt(3) only. */
export interface Sha512CryptHashing {
  readonly scheme: 'sha512-crypt';
  /** @default 200000 */
  readonly rounds?: number | undefined;
}
