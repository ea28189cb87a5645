import { bsdiCrypt, desCrypt } from './des-crypt.js';
import { apr1, md5Crypt } from './md5-crypt.js';
import { phpass } from './phpass.js';
import { shaCrypt } from './sha-crypt.js';
import { sha1Crypt } from './sha1-crypt.js';
import { springSha256 } from './spring-sha256.js';
import { sunMd5 } from './sun-md5.js';

/**
 * What crypt(3) is, for one algorithm: makes the stored text of a password.
 *
 * @param password any bytes
 * @param setting a whole stored text of the algorithm, already found to be well-formed: its salt and cost count
 */
export type Crypt = (password: Uint8Array, setting: string) => string;

/** The names of the algorithms that are written in JavaScript and take their time. */
export type CryptName =
  | 'apr1'
  | 'bsdi-crypt'
  | 'des-crypt'
  | 'md5-crypt'
  | 'phpass'
  | 'sha1-crypt'
  | 'sha-crypt'
  | 'spring-sha256'
  | 'sun-md5';

/** Threads of their own compute them. */
export const ALGORITHMS: Readonly<Record<CryptName, Crypt>> = {
  apr1,
  'bsdi-crypt': bsdiCrypt,
  'des-crypt': desCrypt,
  'md5-crypt': md5Crypt,
  phpass,
  'sha1-crypt': sha1Crypt,
  'sha-crypt': shaCrypt,
  'spring-sha256': springSha256,
  'sun-md5': sunMd5,
};

/** What a thread is asked. It answers with the stored text. */
export interface CryptTask {
  readonly algorithm: CryptName;
  readonly password: Uint8Array;
  readonly setting: string;
}
