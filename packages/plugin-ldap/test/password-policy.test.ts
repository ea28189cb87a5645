import { PasswordCredentials } from '@who/core';
import { fakeExchange } from '@who/testkit';
import { Attribute, Change } from 'ldapts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LdapOptions, PasswordWarning } from '../src/index.js';
import { askForPolicy, policyIn } from '../src/sign-in/password-policy.js';
import { verdictOf } from '../src/sign-in/verdict.js';
import { dnOfPerson, type Entry, PEOPLE, passwordOf, person, SUFFIX } from './slapd/ldif.js';
import { type Slapd, slapdIsThere, startSlapd, unlessSlapd } from './slapd/server.js';
import { people, reading, telling } from './support.js';

const policy = (cn: string, attributes: Entry[1]): Entry => [
  `cn=${cn},${SUFFIX}`,
  { objectClass: ['device', 'pwdPolicy'], cn, pwdAttribute: 'userPassword', ...attributes },
];
const under = (cn: string): Entry[1] => ({ pwdPolicySubentry: `cn=${cn},${SUFFIX}` });
/** Long ago; in the database from the start, where no overlay says when it was. */
const old = { pwdChangedTime: '20200101000000Z' };

const entries: readonly Entry[] = [
  policy('lockout', { pwdLockout: 'TRUE', pwdMaxFailure: '3', pwdMustChange: 'TRUE' }),
  policy('expiry', { pwdMaxAge: '1000' }),
  policy('grace', { pwdMaxAge: '1000', pwdGraceAuthNLimit: '3' }),
  policy('warning', { pwdMaxAge: '315360000', pwdExpireWarning: '315360000' }),
  person('alice', under('lockout')),
  person('guessed', under('lockout')),
  person('banned', { ...under('lockout'), pwdAccountLockedTime: '000001010000Z' }),
  person('reset', under('lockout')),
  person('expired', { ...under('expiry'), ...old }),
  person('graced', { ...under('grace'), ...old }),
  person('warned', { ...under('warning'), pwdChangedTime: '20260101000000Z' }),
];

describe.skipIf(!slapdIsThere)(`a password policy${unlessSlapd}`, () => {
  let slapd: Slapd;
  beforeAll(async () => {
    slapd = await startSlapd({ entries, database: ['overlay ppolicy', 'ppolicy_use_lockout'] });
    await slapd.asAdmin((client) =>
      client.modify(
        dnOfPerson('reset'),
        new Change({ operation: 'add', modification: new Attribute({ type: 'pwdReset', values: ['TRUE'] }) }),
      ),
    );
  });
  afterAll(() => slapd?.stop());

  const ways: [string, Partial<LdapOptions>][] = [
    ['by an account', {}],
    ['by the user alone', { userDn: `uid={login},${PEOPLE}` }],
  ];

  describe.each(ways)('%s', (_way, options) => {
    const directory = (): ReturnType<typeof telling> => telling({ urls: slapd.url, ...reading, ...options });

    it('locks who was guessed at too often', async () => {
      const { signIn } = directory();
      const login = options.userDn ? 'guessed' : 'alice';
      expect(await signIn(login, passwordOf(login))).toMatchObject({ userid: login });
      for (let guess = 0; guess < 3; guess++) await signIn(login, 'a guess');
      expect(await signIn(login, passwordOf(login))).toMatchObject({ userid: undefined, refused: 'ACCOUNT_LOCKED' });
    });

    it('bans, expires, and wants another password', async () => {
      const { signIn } = directory();
      expect(await signIn('banned', passwordOf('banned'))).toMatchObject({ refused: 'ACCOUNT_LOCKED' });
      expect(await signIn('expired', passwordOf('expired'))).toMatchObject({ refused: 'PASSWORD_EXPIRED' });
      expect(await signIn('reset', passwordOf('reset'))).toMatchObject({
        userid: undefined,
        refused: 'PASSWORD_MUST_CHANGE',
      });
      expect(await signIn('reset', 'a guess')).toMatchObject({ refused: 'WRONG_PASSWORD' });
    });

    it('leaves no trace of one user on a connection for the next', async () => {
      const { signIn } = telling({ urls: slapd.url, ...reading, ...options, maxConnections: 1 });
      for (let round = 0; round < 3; round++) {
        expect(await signIn('reset', passwordOf('reset'))).toMatchObject({ refused: 'PASSWORD_MUST_CHANGE' });
        expect(await signIn('warned', passwordOf('warned'))).toMatchObject({ userid: 'warned', refused: undefined });
      }
    });

    it('warns before a password expires', async () => {
      const warnings: PasswordWarning[] = [];
      const onPasswordWarning = (_exchange: unknown, warning: PasswordWarning): void => void warnings.push(warning);
      const plugin = people({ urls: slapd.url, ...reading, ...options, onPasswordWarning });
      const credentials = new PasswordCredentials('warned', passwordOf('warned'));
      expect((await plugin.authenticate(fakeExchange(), credentials))?.userid).toBe('warned');
      expect(warnings).toEqual([{ userid: 'warned', expiresInSeconds: expect.any(Number) }]);
      expect(warnings[0]?.expiresInSeconds).toBeGreaterThan(0);
    });
  });

  it('counts the sign-ins that an expired password is still good for', async () => {
    const left: unknown[] = [];
    const plugin = people({
      urls: slapd.url,
      ...reading,
      onPasswordWarning: (_exchange, { graceLoginsLeft }) => left.push(graceLoginsLeft),
      onRefused: (_exchange, { code }) => left.push(code),
    });
    const credentials = new PasswordCredentials('graced', passwordOf('graced'));
    for (let round = 0; round < 4; round++) await plugin.authenticate(fakeExchange(), credentials);
    expect(left).toEqual([2, 1, 0, 'PASSWORD_EXPIRED']);
  });

  it('is told to nobody, or to whom it may be told', async () => {
    const signIn = async (tell: LdapOptions['tell'], login: string, password = passwordOf(login)): Promise<unknown> =>
      people({ urls: slapd.url, ...reading, tell }).authenticate(
        fakeExchange(),
        new PasswordCredentials(login, password),
      );
    for (const login of ['banned', 'expired', 'reset', 'nobody']) expect(await signIn([], login)).toBe(undefined);
    const tell = ['PASSWORD_MUST_CHANGE', 'ACCOUNT_LOCKED'] as const;
    expect(await signIn(tell, 'expired')).toBe(undefined);
    expect(await signIn(tell, 'reset', 'a guess')).toBe(undefined);
    await expect(signIn(tell, 'reset')).rejects.toMatchObject({ code: 'PASSWORD_MUST_CHANGE', status: 403 });
    await expect(signIn(tell, 'banned')).rejects.toMatchObject({ code: 'ACCOUNT_LOCKED', plugin: '@who/plugin-ldap' });
  });
});

describe('the result of a bind', () => {
  const control = (hex: string): ReadonlyMap<string, Buffer> => new Map([[askForPolicy.type, Buffer.from(hex, 'hex')]]);
  const netscape = (last: number, value: string): ReadonlyMap<string, Buffer> =>
    new Map([[`2.16.840.1.113730.3.4.${last}`, Buffer.from(value)]]);
  const none: ReadonlyMap<string, Buffer> = new Map();
  const activeDirectory = (data: string): string =>
    `80090308: LdapErr: DSID-0C090447, comment: AcceptSecurityContext error, data ${data}, v4563\0`;

  it.each([
    ['nothing in it', '3000', {}],
    ['a time', '3005a003800164', { expiresInSeconds: 100 }],
    ['grace logins', '3005a003810102', { graceLoginsLeft: 2 }],
    ['an error', '3003810101', { error: 1 }],
    ['both', '3008a003810100810102', { graceLoginsLeft: 0, error: 2 }],
  ])('has a control with %s', (_what, hex, answer) => {
    expect(policyIn(control(hex))).toEqual(answer);
  });

  it.each([
    [0, '', control('3003810102'), 'PASSWORD_MUST_CHANGE'],
    [0, '', control('3003810100'), 'PASSWORD_EXPIRED'],
    [0, '', control('3003810105'), 'PASSWORD_MUST_CHANGE'],
    [0, '', netscape(4, '0'), 'PASSWORD_MUST_CHANGE'],
    [0, '', netscape(5, '86400'), undefined],
    [0, '', none, undefined],
    [49, '', none, 'WRONG_PASSWORD'],
    [49, '', control('3003810100'), 'PASSWORD_EXPIRED'],
    [49, '', control('3003810101'), 'ACCOUNT_LOCKED'],
    [49, 'data 775', none, 'WRONG_PASSWORD'],
    [49, activeDirectory('52e'), none, 'WRONG_PASSWORD'],
    [49, activeDirectory('525'), none, 'UNKNOWN_USER'],
    [49, activeDirectory('532'), none, 'PASSWORD_EXPIRED'],
    [49, activeDirectory('533'), none, 'ACCOUNT_DISABLED'],
    [49, activeDirectory('701'), none, 'ACCOUNT_DISABLED'],
    [49, activeDirectory('773'), none, 'PASSWORD_MUST_CHANGE'],
    [49, activeDirectory('775'), none, 'ACCOUNT_LOCKED'],
    [32, '', none, 'WRONG_PASSWORD'],
    [48, '', none, 'WRONG_PASSWORD'],
    [19, 'Exceed password retry limit. Please try later.', none, 'ACCOUNT_LOCKED'],
    [53, 'Account inactivated. Contact system administrator.', none, 'ACCOUNT_DISABLED'],
  ])('%i %j means what it says', (code, diagnostic, controls, refused) => {
    expect(verdictOf({ code, diagnostic, controls }).refused).toBe(refused);
  });

  it.each([
    [51, { name: 'LdapFailure', kind: 'unready' }],
    [52, { name: 'LdapFailure', kind: 'unready' }],
    [1, { code: 'LDAP_FAILED', status: 500 }],
    [10, { code: 'LDAP_FAILED' }],
    [13, { code: 'LDAP_FAILED' }],
    [14, { code: 'LDAP_FAILED' }],
    [80, { code: 'LDAP_FAILED' }],
    [11, { code: 'LDAP_LIMIT' }],
  ])('%i is neither yes nor no', (code, error) => {
    expect(() => verdictOf({ code, diagnostic: '', controls: none })).toThrow(expect.objectContaining(error));
  });

  it('is no answer where the control is broken', () => {
    for (const hex of ['', '30', '3003', '3003810', '30038105', '0403810102', '3005a003800500']) {
      expect(() => policyIn(control(hex))).toThrow(expect.objectContaining({ kind: 'protocol' }));
    }
  });
});
