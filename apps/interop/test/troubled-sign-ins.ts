import { setTimeout as delay } from 'node:timers/promises';
import { type Authenticator, createWho, type LoginResult, WhoError } from '@who/core';
import { fakeRequest, plainRememberer } from '@who/testkit';
import { expect } from 'vitest';
import { WaitingClock } from './waiting-clock.js';

const AT_A_TIME = 40;

/** Who asks, and who has to be signed in. */
export interface Attempt {
  readonly login: string;
  readonly password: string;
  readonly userid: string | undefined;
}

/** Most know their passwords; some have those of others, some are nobody. */
export function attempts(nameOf: (index: number) => string, passwordOf: (name: string) => string) {
  return (index: number): Attempt => {
    const name = nameOf(index * 7);
    const right = { login: name, password: passwordOf(name), userid: name };
    switch (index % 10) {
      case 0:
        return { ...right, password: passwordOf(nameOf(index * 7 + 1)), userid: undefined };
      case 1:
        return { login: `${name} whom nobody knows`, password: right.password, userid: undefined };
      default:
        return right;
    }
  };
}

/** What a server gets into, and out of again. */
export interface Trouble {
  begin(): unknown;
  end(): unknown;
}

export interface TroubledSignIns {
  readonly users: Authenticator;
  /** How many of them. */
  readonly signIns: number;
  readonly attempt: (index: number) => Attempt;
  readonly trouble: Trouble;
  /** What a server that cannot be reached or is silent is allowed to lead to. */
  readonly codes: readonly string[];
  /** No sign-in waits longer, whatever happens to the server. */
  readonly longestMs: number;
}

/** A test's time, in milliseconds. */
export const timeFor = (signIns: number): number => 300_000 + signIns * 20;

/**
 * Has many people sign in at a time while their server gets into trouble twice, and again whoever met an error. All are
 * to be answered, and rightly.
 */
export async function expectAllAnswered(options: TroubledSignIns): Promise<void> {
  const { users, signIns, attempt, trouble, codes } = options;
  const who = createWho({
    publicUrl: 'http://localhost',
    plugins: { users, cookie: plainRememberer() },
    identifiers: ['cookie'],
    authenticators: ['users', 'cookie'],
    logger: { debug() {}, warn() {}, error() {} },
  });
  using clock = new WaitingClock();
  const failures = new Map<string, number>();
  let [next, answered, longestMs] = [0, 0, 0];
  const wrongly: (Attempt & { readonly got: string | undefined })[] = [];

  /** @throws what is not worth another try */
  const failed = (error: unknown): void => {
    if (!(error instanceof WhoError) || error.status !== 503) throw error;
    failures.set(error.code, (failures.get(error.code) ?? 0) + 1);
  };
  const failureCount = (): number => [...failures.values()].reduce((sum, count) => sum + count, 0);

  /** Tries again as a person would, until there is an answer. */
  async function untilAnswered({ login, password }: Attempt): Promise<LoginResult<object>> {
    for (;;) {
      const startedMs = clock.now();
      try {
        return await who.api(fakeRequest()).login({ login, password });
      } catch (error) {
        failed(error);
      } finally {
        longestMs = Math.max(longestMs, clock.now() - startedMs);
      }
      await delay(20);
    }
  }

  async function visitor(): Promise<void> {
    while (next < signIns) {
      const one = attempt(next++);
      const { identity } = await untilAnswered(one);
      answered++;
      if (identity?.userid !== one.userid) wrongly.push({ ...one, got: identity?.userid });
    }
  }

  /** Brings the server into trouble in the midst of it all, and out again when many have noticed. */
  async function troubled(after: number): Promise<void> {
    while (answered < after) await delay(5);
    const before = failureCount();
    await trouble.begin();
    while (failureCount() < before + AT_A_TIME) await delay(5);
    await trouble.end();
  }

  const troubles = troubled(signIns / 4).then(() => troubled(signIns / 2));
  await Promise.all([troubles, ...Array.from({ length: AT_A_TIME }, visitor)]);
  expect(wrongly).toEqual([]);
  expect(answered).toBe(signIns);
  expect([...failures.keys()].filter((code) => !codes.includes(code))).toEqual([]);
  expect(failureCount()).toBeGreaterThanOrEqual(2 * AT_A_TIME);
  expect(longestMs).toBeLessThan(options.longestMs);
}
