import { didYouMean, WhoError } from '@who/core';
import { createPasswords, type HashingOptions } from '@who/passwords';
import { asApacheWrites } from '../writing/password-lines.js';
import { CommandError, EXIT } from './command-error.js';

const SCHEMES: Readonly<Record<string, (cost: number | undefined) => HashingOptions>> = {
  bcrypt: (cost = 10) => ({ scheme: 'bcrypt', cost }),
  argon2id: (passes) => ({ scheme: 'argon2id', passes }),
  scrypt: (log2N) => ({ scheme: 'scrypt', log2N }),
  'sha512-crypt': (rounds) => ({ scheme: 'sha512-crypt', rounds }),
};

/** @throws {CommandError} */
export function hashingOf(scheme = 'bcrypt', cost: string | undefined): HashingOptions {
  const names = Object.keys(SCHEMES);
  if (!names.includes(scheme)) {
    throw new CommandError(`No scheme for new hashes is called ${scheme}.${didYouMean(scheme, names)}`, EXIT.usage);
  }
  if (cost !== undefined && !/^[1-9]\d{0,9}$/.test(cost)) throw new CommandError('--cost is a number.', EXIT.usage);
  return (SCHEMES[scheme] as (cost: number | undefined) => HashingOptions)(
    cost === undefined ? undefined : Number(cost),
  );
}

/** Whether only this plugin reads what is written so: no server does that reads files of Apache's. */
export const isOurs = ({ scheme }: HashingOptions): boolean => scheme === 'argon2id' || scheme === 'scrypt';

/** @throws {CommandError} for what cannot be hashed so */
export async function hashed(password: string, hashing: HashingOptions): Promise<string> {
  try {
    return asApacheWrites(await createPasswords({ hashing }).hash(password));
  } catch (error) {
    if (!(error instanceof WhoError)) throw error;
    const message = error.message.slice(error.message.indexOf(']') + 2);
    throw new CommandError(message, error.code === 'BAD_OPTION' ? EXIT.usage : EXIT.failed);
  }
}
