import { execFileSync } from 'node:child_process';
import { testUserBackend } from '@who/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ldap, ldap } from '../src/index.js';
import { type Entry, PEOPLE, passwordOf, person, READER, SUFFIX } from './slapd/ldif.js';
import { type Slapd, slapdIsThere, startSlapd, unlessSlapd } from './slapd/server.js';
import { startStub } from './stub.js';
import { reading } from './support.js';

const users = ['alice', 'José Maria', '007', 'weiß', 'a*b(c)\\d, e+f"g\'h', 'figs and kisses'] as const;
type Subject = Ldap<{ readonly mail: 'text' }, 'ldap'>;

const OTHERS = `ou=others,${SUFFIX}`;

/** Stored as {CRYPT}, which takes its time. */
const slow = (password: string): string =>
  `{CRYPT}${execFileSync('openssl', ['passwd', '-6', '-stdin'], { input: password }).toString().trim()}`;

describe.skipIf(!slapdIsThere)(`OpenLDAP as a backend${unlessSlapd}`, () => {
  let slapd: Slapd;
  beforeAll(async () => {
    const twin = (base: string, userPassword: string): Entry => [
      `cn=twin,${base}`,
      { objectClass: 'inetOrgPerson', cn: 'twin', sn: 'twin', uid: 'twin', userPassword },
    ];
    const stored = users.map((user) => person(user, { mail: `${users.indexOf(user)}@example.org` }));
    slapd = await startSlapd({
      entries: [
        ...stored,
        [OTHERS, { objectClass: 'organizationalUnit', ou: 'others' }],
        twin(PEOPLE, 'first'),
        twin(OTHERS, 'second'),
        person('slow', { userPassword: slow(passwordOf('slow')) }),
        person('decoy', { userPassword: slow('what nobody knows') }),
      ],
    });
  });
  afterAll(() => slapd?.stop());

  const attributes = { mail: 'text' } as const;
  const outage = { begin: () => slapd.kill(), end: () => slapd.start() };
  const shared = {
    password: passwordOf,
    duplicates: [
      ['twin', 'first'],
      ['twin', 'second'],
    ],
    outage,
    dispose: (plugin: Subject) => plugin.close(),
    secrets: ['secret of', 'a guess', READER.password],
    promises: ['authenticate', 'addMetadata'],
  } as const;
  const silent = async (options: object = {}): Promise<Subject> => {
    const { url } = await startStub(() => undefined);
    return ldap({ urls: url, ...reading, timeoutMs: 200, attributes, ...options });
  };

  describe('where people are looked up first', () => {
    testUserBackend<Subject>(
      { describe, it, expect },
      {
        ...shared,
        users,
        create: () => ldap({ urls: slapd.url, ...reading, baseDn: SUFFIX, attributes }),
        silence: () => silent(),
        lacks: { cost: 'with a fast way to store passwords, connections cost more than checks' },
      },
    );
  });

  describe('where people look themselves up', () => {
    const userDn = `uid={login},${PEOPLE}`;
    testUserBackend<Subject>(
      { describe, it, expect },
      {
        ...shared,
        users,
        duplicates: undefined,
        create: () => ldap({ urls: slapd.url, ...reading, userDn, attributes }),
        silence: () => silent({ userDn }),
        lacks: { duplicates: 'a DN is one entry', cost: 'the directory says how long it takes' },
      },
    );
  });

  describe('with passwords that are stored well, and a decoy', () => {
    testUserBackend<Subject>(
      { describe, it, expect },
      {
        ...shared,
        users: ['slow', 'alice'],
        duplicates: undefined,
        outage: undefined,
        create: () => ldap({ urls: slapd.url, ...reading, attributes, decoyDn: `uid=decoy,${PEOPLE}` }),
        lacks: { duplicates: 'tried above', outage: 'tried above', silence: 'tried above' },
      },
    );
  });
});
