import type { FakeRequestOptions } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import type { HeaderSsoOptions } from '../src/index.js';
import { application, shibbolethHeaders, visit } from './support.js';

const alice = shibbolethHeaders('alice');

describe('users', () => {
  const userOf = async (options: Partial<HeaderSsoOptions>, headers: FakeRequestOptions['headers']) =>
    (await visit(application({ rememberer: undefined, ...options }), { headers })).identity?.userid;

  it.each<[string, Partial<HeaderSsoOptions>, Record<string, string>, string | undefined]>([
    ['the first header', { userHeaders: ['X-A', 'X-B'] }, { 'X-A': 'a', 'X-B': 'b' }, 'a'],
    ['the next where it is empty', { userHeaders: ['X-A', 'X-B'] }, { 'X-A': '', 'X-B': 'b' }, 'b'],
    ['the next where it is (null)', { userHeaders: ['X-A', 'X-B'] }, { 'X-A': '(null)', 'X-B': 'b' }, 'b'],
    [
      'nobody where it is refused',
      { userHeaders: ['X-A', 'X-B'], userPattern: /b/ },
      { 'X-A': 'a', 'X-B': 'b' },
      undefined,
    ],
    ['nobody for two values', {}, { REMOTE_USER: 'alice;bob' }, undefined],
    ['nobody for a control character', {}, { REMOTE_USER: 'a\tb' }, undefined],
    ['nobody for a long name', {}, { REMOTE_USER: 'x'.repeat(256) }, undefined],
    ['nobody without a session', {}, { 'Shib-Session-ID': '(null)' }, undefined],
    ['UTF-8', {}, { REMOTE_USER: Buffer.from('zoë').toString('latin1') }, 'zoë'],
    ['what is percent-encoded', { encoding: 'url' }, { REMOTE_USER: 'a%40b' }, 'a@b'],
    ['a scope', { scopes: ['Example.org'] }, { REMOTE_USER: 'a@EXAMPLE.org' }, 'a@EXAMPLE.org'],
    ['no other scope', { scopes: ['example.org'] }, { REMOTE_USER: 'a@example.org.evil.example' }, undefined],
    ['no second scope', { scopes: ['example.org'] }, { REMOTE_USER: 'a@evil.example@example.org' }, undefined],
    ['no scope without a name', { scopes: ['example.org'] }, { REMOTE_USER: '@example.org' }, undefined],
    ['no part of a pattern', { userPattern: /a|b/ }, { REMOTE_USER: 'ab' }, undefined],
    // Whoever could register this as a name would be André otherwise.
    [
      'encoded words as they are',
      { encodedWords: true },
      { REMOTE_USER: '=?utf-8?q?Andr=C3=A9?=' },
      '=?utf-8?q?Andr=C3=A9?=',
    ],
    ['what a mapper makes of it', { mapUser: (user) => user.split('@')[0] }, { REMOTE_USER: 'a@b' }, 'a'],
    ['nobody whom a mapper refuses', { mapUser: () => undefined }, {}, undefined],
    ['nobody whom a mapper leaves nameless', { mapUser: () => '' }, {}, undefined],
  ])('are %s', async (_, options, headers, userid) => {
    expect(await userOf(options, { ...alice, ...headers })).toBe(userid);
  });

  it.each<[string, () => unknown, RegExp]>([
    ['throws', () => fail(), /"mapUser" failed; see the cause/],
    ['answers by a promise', async () => 'alice', /"mapUser" returned a promise/],
    ['rejects', async () => fail(), /"mapUser" returned a promise/],
  ])('are an error, and nobody, when a mapper %s', async (_, mapUser, message) => {
    const options = { mapUser: mapUser as NonNullable<HeaderSsoOptions['mapUser']> };
    const failure = expect(userOf(options, alice)).rejects;
    await failure.toMatchObject({
      code: 'HEADER_SSO_MAP_USER_FAILED',
      status: 500,
      message: expect.stringMatching(message),
    });
  });

  it('have their attributes without encoded words, where the front end writes them', async () => {
    const subject = application({ encodedWords: true });
    const { identity } = await visit(subject, {
      headers: { ...alice, cn: '=?utf-8?q?Andr=C3=A9_L=C3=B6we?=', affiliation: '=?utf-8?q?=ff?=' },
    });
    expect(identity?.metadata['attributes']).toEqual({ mail: ['alice@mail.example'], cn: ['André Löwe'] });
    expect(subject.log).toEqual([expect.stringMatching(/"affiliation" is left out/)]);
  });

  it('have a warning when an attribute is left out, without its value', async () => {
    const subject = application({ maxValueLength: 20 });
    const { identity } = await visit(subject, {
      headers: { ...alice, cn: 'personal'.repeat(9), affiliation: 'a;b' },
    });
    expect(identity?.metadata['attributes']).toEqual({ mail: ['alice@mail.example'], affiliation: ['a', 'b'] });
    expect(subject.log).toEqual([expect.stringContaining('"cn"')]);
    expect(subject.log.join()).not.toContain('personal');
  });
});

function fail(): never {
  throw new Error('the directory is down');
}
