import { ldap } from '@who/plugin-ldap';
import { describe, it } from 'vitest';
import { type Entry, PEOPLE, passwordOf, person, READER } from '../../../../packages/plugin-ldap/test/slapd/ldif.js';
import {
  type Slapd,
  slapdIsThere,
  startSlapd,
  unlessSlapd,
} from '../../../../packages/plugin-ldap/test/slapd/server.js';
import { type Attempt, attempts, expectAllAnswered, type Trouble, timeFor } from '../troubled-sign-ins.js';

const USERS = 5000;
/** More of them take minutes: `WHO_SIGN_INS=100000`. */
const SIGN_INS = Number(process.env['WHO_SIGN_INS'] ?? 5000);
/** Two steps, each with a time limit, and much time besides. */
const TIMEOUT_MS = 2000;
const LONGEST_MS = 25_000;

const nameOf = (index: number): string => `user${index % USERS}`;
const usual = attempts(nameOf, passwordOf);

/** Some write their names otherwise. */
function attempt(index: number): Attempt {
  const { login, ...right } = usual(index);
  return { ...right, login: index % 10 === 2 ? ` ${login.toUpperCase()} ` : login };
}

const crash = (slapd: Slapd): Trouble => ({ begin: () => slapd.kill(), end: () => slapd.start() });
const hang = (slapd: Slapd): Trouble => ({ begin: () => slapd.signal('SIGSTOP'), end: () => slapd.signal('SIGCONT') });

describe.skipIf(!slapdIsThere)(`${SIGN_INS} sign-ins by OpenLDAP${unlessSlapd}`, () => {
  it.each([
    ['two crashes, where people are looked up first', crash, {}],
    ['two crashes, where people look themselves up', crash, { userDn: `uid={login},${PEOPLE}` }],
    ['two hangs', hang, {}],
  ])('survive %s', { timeout: timeFor(SIGN_INS) }, async (_trouble, trouble, options) => {
    const entries: readonly Entry[] = Array.from({ length: USERS }, (_, index) => person(nameOf(index)));
    const slapd = await startSlapd({ entries });
    const users = ldap({
      urls: slapd.url,
      clearText: true,
      bindDn: READER.dn,
      bindPassword: READER.password,
      baseDn: PEOPLE,
      timeoutMs: TIMEOUT_MS,
      ...options,
    });

    try {
      await expectAllAnswered({
        users,
        signIns: SIGN_INS,
        attempt,
        trouble: trouble(slapd),
        codes: ['LDAP_UNAVAILABLE', 'LDAP_TIMEOUT'],
        longestMs: LONGEST_MS,
      });
    } finally {
      users.close();
      await slapd.stop();
    }
  });
});
