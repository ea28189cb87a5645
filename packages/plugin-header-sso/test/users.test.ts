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
    ['what a mapper makes of it', { mapUser: (user) => user.split('@')[0] }, { REMOTE_USER: 'a@b' }, 'a'],
    ['nobody whom a mapper refuses', { mapUser: () => undefined }, {}, undefined],
    ['nobody whom a mapper leaves nameless', { mapUser: () => '' }, {}, undefined],
  ])('are %s', async (_, options, headers, userid) => {
    expect(await userOf(options, { ...alice, ...headers })).toBe(userid);
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
