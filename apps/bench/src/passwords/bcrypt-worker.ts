import { verify as verifyDirectly } from '@node-rs/bcrypt';
import { createPasswords, isMatch } from '@who/passwords';
import { answering } from '../processes/answering.js';
import { STORED } from './stored.js';

/** Passwords are checked by one library, two at a time: `bcrypt-worker.js who`. */
export interface Question {
  readonly checks: number;
}

/** `@who/passwords`; or what it computes bcrypt by, called directly. */
export type Way = 'who' | 'direct';

export interface Answer {
  /** By the clock, for one check. */
  readonly milliseconds: number;
  /** Of all threads. */
  readonly cpuMilliseconds: number;
}

const { verify } = createPasswords();

const ways: Readonly<Record<Way, () => Promise<boolean>>> = {
  who: async () => isMatch(await verify('wonderland', STORED)),
  direct: () => verifyDirectly('wonderland', STORED),
};
const check = ways[process.argv[2] as Way];

answering(async ({ checks }: Question): Promise<Answer> => {
  let left = checks;
  const keepChecking = async (): Promise<void> => {
    while (left-- > 0) if (!(await check())) throw new Error('The password is right.');
  };
  const [started, before] = [performance.now(), process.cpuUsage()];
  await Promise.all([keepChecking(), keepChecking()]);
  const { user, system } = process.cpuUsage(before);
  return {
    milliseconds: (performance.now() - started) / checks,
    cpuMilliseconds: (user + system) / 1000 / checks,
  };
});
