import { setTimeout as delay } from 'node:timers/promises';
import { createWho, type LoginResult, WhoError } from '@who/core';
import { ldap } from '@who/plugin-ldap';
import { fakeRequest, plainRememberer } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { type Entry, PEOPLE, passwordOf, person, READER } from '../../../../packages/plugin-ldap/test/slapd/ldif.js';
import {
  type Slapd,
  slapdIsThere,
  startSlapd,
  unlessSlapd,
} from '../../../../packages/plugin-ldap/test/slapd/server.js';
import { WaitingClock } from '../waiting-clock.js';

const USERS = 5000;
/** More of them take minutes: `WHO_SIGN_INS=100000`. */
const SIGN_INS = Number(process.env['WHO_SIGN_INS'] ?? 5000);
const AT_A_TIME = 40;
/** No sign-in takes longer, whatever happens to the server: two steps, each with a time limit, and a busy machine. */
const TIMEOUT_MS = 2000;
const LONGEST_MS = 25_000;

const nameOf = (index: number): string => `user${index % USERS}`;

/** What a server that cannot be reached or is silent is allowed to lead to. */
const TYPED = ['LDAP_UNAVAILABLE', 'LDAP_TIMEOUT'];

interface Trouble {
  begin(slapd: Slapd): unknown;
  end(slapd: Slapd): unknown;
}

const crash: Trouble = { begin: (slapd) => slapd.kill(), end: (slapd) => slapd.start() };
const hang: Trouble = { begin: (slapd) => slapd.signal('SIGSTOP'), end: (slapd) => slapd.signal('SIGCONT') };

/** Who asks, and who has to be signed in. */
interface Attempt {
  readonly login: string;
  readonly password: string;
  readonly userid: string | undefined;
}

/** Most know their passwords; some have those of others, some are nobody, some write their names otherwise. */
function attempt(index: number): Attempt {
  const name = nameOf(index * 7);
  const right = { login: name, password: passwordOf(name), userid: name };
  switch (index % 10) {
    case 0:
      return { ...right, password: passwordOf(nameOf(index * 7 + 1)), userid: undefined };
    case 1:
      return { login: `${name} whom nobody knows`, password: right.password, userid: undefined };
    case 2:
      return { ...right, login: ` ${name.toUpperCase()} ` };
    default:
      return right;
  }
}

describe.skipIf(!slapdIsThere)(`${SIGN_INS} sign-ins by OpenLDAP${unlessSlapd}`, () => {
  it.each([
    ['two crashes, where people are looked up first', crash, {}],
    ['two crashes, where people look themselves up', crash, { userDn: `uid={login},${PEOPLE}` }],
    ['two hangs', hang, {}],
  ])('survive %s', { timeout: 300_000 + SIGN_INS * 20 }, async (_trouble, trouble, options) => {
    const entries: readonly Entry[] = Array.from({ length: USERS }, (_, index) => person(nameOf(index)));
    const slapd = await startSlapd({ entries });
    const people = ldap({
      urls: slapd.url,
      clearText: true,
      bindDn: READER.dn,
      bindPassword: READER.password,
      baseDn: PEOPLE,
      timeoutMs: TIMEOUT_MS,
      ...options,
    });
    const who = createWho({
      publicUrl: 'http://localhost',
      plugins: { people, cookie: plainRememberer() },
      identifiers: ['cookie'],
      authenticators: ['people', 'cookie'],
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
      while (next < SIGN_INS) {
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
      await trouble.begin(slapd);
      while (failureCount() < before + AT_A_TIME) await delay(5);
      await trouble.end(slapd);
    }

    try {
      const troubles = troubled(SIGN_INS / 4).then(() => troubled(SIGN_INS / 2));
      await Promise.all([troubles, ...Array.from({ length: AT_A_TIME }, visitor)]);
      expect(wrongly).toEqual([]);
      expect(answered).toBe(SIGN_INS);
      expect([...failures.keys()].filter((code) => !TYPED.includes(code))).toEqual([]);
      expect(failureCount()).toBeGreaterThanOrEqual(2 * AT_A_TIME);
      expect(longestMs).toBeLessThan(LONGEST_MS);
    } finally {
      people.close();
      await slapd.stop();
    }
  });
});
