import { createWho, type Plugin } from '@who/core';
import { headerSso } from '@who/plugin-header-sso';
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
  ])('is refused when the engine is made: %s', (_what, plugins) => {
    const refused = /"cas" has "(?:other|sso)" keep people signed in, which leaves it to another plugin/;
    expect(() => createWho({ publicUrl: APP_URL, plugins })).toThrow(refused);
  });

  it.each<[string, Record<string, Plugin>]>([
    ['the plugin itself', { cas: make('cas') }],
    ['one that names it in turn', { cas: make('other'), other: make('cas', '/login/other') }],
  ])('is refused when the engine is made: %s', (_what, plugins) => {
    expect(() => createWho({ publicUrl: APP_URL, plugins })).toThrow(/"cas" needs itself/);
  });
});
