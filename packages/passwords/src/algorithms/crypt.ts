import { desCrypt } from './des-crypt.js';
import { apr1, md5Crypt } from './md5-crypt.js';
import { shaCrypt } from './sha-crypt.js';

/**
 * What crypt(3) is, for one algorithm: makes the stored text of a password.
 *
 * @param password any bytes
 * @param setting a whole stored text of the algorithm, already found to be well-formed: its salt and cost count
 */
export type Crypt = (password: Uint8Array, setting: string) => string;

/** The algorithms that are written in JavaScript and take their time. Threads of their own compute them. */
export const ALGORITHMS: Readonly<Record<'apr1' | 'md5-crypt' | 'sha-crypt' | 'des-crypt', Crypt>> = {
  apr1,
  'md5-crypt': md5Crypt,
  'sha-crypt': shaCrypt,
  'des-crypt': desCrypt,
};

/** What a thread is asked. It answers with the stored text. */
export interface CryptTask {
  readonly algorithm: keyof typeof ALGORITHMS;
  readonly password: Uint8Array;
  readonly setting: string;
}
