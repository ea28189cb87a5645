import { verify } from '@node-rs/bcrypt';
import { areDigits } from '../algorithms/crypt-text.js';
import type { FormName, Stored } from '../forms/form.js';

/** What is done to a password before bcrypt sees it. */
type Prepare = (password: Uint8Array) => Uint8Array;

/**
 * A bcrypt hash, `$2y$10$` and 53 of its digits. libuv's threads compute it.
 *
 * @param prepare for forms that digest a password first, so that all of it counts
 */
export function bcryptCheck(form: FormName, text: string, prepare?: Prepare): Stored | undefined {
  if (!isBcrypt(text)) return undefined;
  const isFaulty = text.startsWith('$2x$');
  const cost = Number(text.slice(4, 6));
  return {
    form,
    scheme: isFaulty ? 'bcrypt-2x' : 'bcrypt',
    cost,
    estimatedMs: 2 ** cost * 0.07,
    memoryBytes: 0,
    ...(prepare ? {} : { seenBytes: BCRYPT_BYTES }),
    matches(password, { bcryptPepper }) {
      const whole = prepare ? prepare(password) : peppered(password, bcryptPepper);
      return isFaulty ? verify(faultyKey(whole), text.replace('x', 'b')) : verify(whole, text);
    },
  };
}

/** What counts of a password. */
export const BCRYPT_BYTES = 72;

export function peppered(password: Uint8Array, pepper: Uint8Array): Uint8Array {
  return pepper.length === 0 ? password : Buffer.concat([password, pepper]);
}

/**
 * The key that crypt_blowfish made before version 1.1, as a password that makes the same key without the fault: it took
 * bytes for signed numbers, so that one above 127 put ones over the three bytes before it.
 */
function faultyKey(password: Uint8Array): Uint8Array {
  const key = Buffer.alloc(BCRYPT_BYTES);
  for (let word = 0, at = 0; word < BCRYPT_BYTES; word += 4) {
    let value = 0;
    for (let place = 0; place < 4; place++) {
      // A password goes on from its beginning after a zero byte.
      const byte = at < password.length ? (password[at] as number) : 0;
      value = (value << 8) | ((byte << 24) >> 24);
      at = byte === 0 ? 0 : at + 1;
    }
    key.writeInt32BE(value, word);
  }
  return key;
}

/** The last digits of salt and hash have no bits left over. */
function isBcrypt(text: string): boolean {
  if (text.length !== 60 || !COST.test(text.slice(0, DIGITS_START)) || !areDigits(text, DIGITS_START)) return false;
  return '.Oeu'.includes(text[28] as string) && '.CGKOSWaeimquy26'.includes(text[59] as string);
}

const COST = /^\$2[abxy]\$(?:0[4-9]|[12]\d|3[01])\$$/;
const DIGITS_START = 7;
