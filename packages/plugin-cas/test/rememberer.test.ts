import { createWho, type Plugin } from '@who/core';
import { headerSso } from '@who/plugin-header-sso';
import { fakeRequest } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { type CasPlugin, cas } from '../src/index.js';
import { APP_URL, CAS_URL, plainRememberer, SECRET } from './support.js';

const make = (rememberer: string, callbackPath = '/login/cas'): CasPlugin =>
  cas({ casUrl: CAS_URL, rememberer, callbackPath, stateSecrets: [SECRET] });

const sso = (): Plugin =>
  headerSso({
    trustedPeers: ['127.0.0.1'],
    paths: 'all',
    userHeaders: ['x-user'],
    rememberer: 'ticket',
    signInPath: '/login/sso',
  });

describe('a rememberer that keeps nobody signed in', () => {
  it.each<[string, Record<string, Plugin>]>([
    ['another CAS plugin', { cas: make('other'), other: make('ticket', '/login/other'), ticket: plainRememberer() }],
    ['a front end', { cas: make('sso'), sso: sso(), ticket: plainRememberer() }],
  ])('is refused with a reason before anybody is sent to CAS: %s', async (_what, plugins) => {
    const who = createWho<typeof plugins>({
      publicUrl: APP_URL,
      plugins,
      identifiers: ['cas'] as never,
      authenticators: ['cas'] as never,
      challengers: ['cas'] as never,
    });
    const refused = expect.objectContaining({ code: 'BAD_OPTION', message: expect.stringContaining('"rememberer"') });
    const asked = who.api(fakeRequest({ url: '/login/cas' }));
    await expect((async () => asked.authenticate())()).rejects.toEqual(refused);
    const page = who.api(fakeRequest({ url: '/x', headers: { accept: 'text/html' } }));
    await expect((async () => page.challenge())()).rejects.toEqual(refused);
    await expect(page.logout()).rejects.toEqual(refused);
  });

  it.each<[string, Record<string, Plugin>]>([
    ['the plugin itself', { cas: make('cas') }],
    ['one that names it in turn', { cas: make('other'), other: make('cas', '/login/other') }],
  ])('is refused when the engine is made: %s', (_what, plugins) => {
    expect(() => createWho({ publicUrl: APP_URL, plugins })).toThrow(/"cas" needs itself/);
  });
});
