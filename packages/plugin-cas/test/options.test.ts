import { afterEach, describe, expect, it, vi } from 'vitest';
import { type CasOptions, cas } from '../src/index.js';
import { CAS_URL, SECRET } from './support.js';

const make = (options: object): unknown => cas({ casUrl: CAS_URL, rememberer: 'ticket', ...options } as CasOptions);

afterEach(() => vi.restoreAllMocks());

describe('options', () => {
  it.each<[option: string, value: unknown]>([
    ['casUrl', undefined],
    ['casUrl', ''],
    ['casUrl', 'cas.example.org'],
    ['casUrl', 'ftp://cas.example.org'],
    ['casUrl', `${CAS_URL}?a=b`],
    ['casUrl', `${CAS_URL}#a`],
    ['casUrl', 'https://user:password@cas.example.org'],
    ['casUrl', `${CAS_URL}/login`],
    ['rememberer', undefined],
    ['stateParameter', 'ticket'],
    ['stateParameter', 'came_from'],
    ['stateParameter', 'a b'],
    ['stateParameter', ''],
    ['stateParameter', 1],
    ['rememberer', ''],
    ['version', '4'],
    ['version', 3],
    ['format', 'yaml'],
    ['method', 'PUT'],
    ['namespace', ''],
    ['namespace', []],
    ['namespace', [1]],
    ['flattenAttributes', 'yes'],
    ['ticketPattern', 'ST-.*'],
    ['acceptProxies', []],
    ['acceptProxies', [[]]],
    ['acceptProxies', ['https://proxy.example/pgt']],
    ['acceptProxies', [['proxy.example']]],
    ['clockToleranceSeconds', -1],
    ['policies', { path: '/' }],
    ['gatewayPauseSeconds', 0],
    ['keepTicket', 'no'],
    ['maxValidations', 0],
    ['maxFailures', 0],
    ['failurePauseMs', 0.5],
    ['callbackPath', 'login'],
    ['callbackPath', '//evil.example'],
    ['callbackPath', '/login?a=b'],
    ['callbackPath', '/login#a'],
    ['callbackPath', '/a/../b'],
    ['callbackPath', '/ë'],
    ['logoutPath', '/login/cas'],
    ['logoutPath', 'logout'],
    ['logoutByGet', 'yes'],
    ['logoutParameter', 'next'],
    ['renew', 'false'],
    ['loginParameters', { locale: 1 }],
    ['loginParameters', { service: 'https://evil.example' }],
    ['loginParameters', { gateway: 'true' }],
    ['stateSecrets', []],
    ['stateSecrets', ['short']],
    ['stateSecrets', [SECRET, '']],
    ['stateSecrets', ['a secret of at least thirty-two bytes']],
    ['stateSecrets', SECRET],
    ['stateCookieName', 'a b'],
    ['stateCookieName', '__Host-a'],
    ['stateMaxAgeSeconds', 0],
    ['stateMaxAgeSeconds', Number.NaN],
    ['acceptUnsolicited', 1],
    ['timeoutMs', -1],
    ['timeoutMs', 2 ** 31],
    ['maxResponseBytes', 1.5],
    ['fetch', 'fetch'],
  ])('%s may not be %j', (option, value) => {
    const error = expect.objectContaining({
      code: 'BAD_OPTION',
      message: expect.stringMatching(`^\\[@who/plugin-cas\\] Option "${option}" `),
    });
    expect(() => make({ [option]: value })).toThrow(error);
  });

  it.each<[option: string, options: object]>([
    ['format', { version: '1', format: 'json' }],
    ['format', { version: 'saml', format: 'json' }],
    ['acceptProxies', { version: '1', acceptProxies: [['https://proxy.example/pgt']] }],
    ['acceptProxies', { version: 'saml', acceptProxies: [['https://proxy.example/pgt']] }],
    ['policies[0].path', { policies: [{ path: 'admin', ask: 'always' }] }],
    ['policies[0].path', { policies: [{ path: '/admin?a=b', ask: 'always' }] }],
    ['policies[0].path', { policies: [{ path: '/admin%', ask: 'always' }] }],
    [
      'policies[1].ask',
      {
        policies: [
          { path: '/', ask: 'never' },
          { path: '/', ask: 'sometimes' },
        ],
      },
    ],
    ['policies[0].ask', { renew: true, policies: [{ path: '/', ask: 'gateway' }] }],
    ['policies[0].methods', { policies: [{ path: '/', ask: 'always', methods: ['get'] }] }],
    ['policies[0].methods', { policies: [{ path: '/', ask: 'always', methods: [] }] }],
    ['policies[0].only', { policies: [{ path: '/', ask: 'always', only: 'browser' }] }],
  ])('%s does not go with %j', (option, options) => {
    const message = expect.stringMatching(`^\\[@who/plugin-cas\\] Option "${option.replace(/[[\]]/g, '\\$&')}" `);
    expect(() => make(options)).toThrow(expect.objectContaining({ code: 'BAD_OPTION', message }));
  });

  it.each([
    ['casurl', {}, 'casUrl'],
    ['callback', {}, 'callbackPath'],
    ['remember', {}, 'rememberer'],
    ['policies[0].asks', { policies: [{ path: '/', ask: 'always', asks: 'x' }] }, 'ask'],
    ['policies[0].method', { policies: [{ path: '/', ask: 'always', method: ['GET'] }] }, 'methods'],
    ['proxy.callbackpath', { proxy: { callbackpath: '/x' } }, 'callbackPath'],
  ])('%s is not known, and what was meant is', (option, options, meant) => {
    const given = option.includes('.') ? options : { [option]: 'x' };
    const message = `[@who/plugin-cas] Option "${option}" is not known. Did you mean "${meant}"?`;
    expect(() => make(given)).toThrow(expect.objectContaining({ code: 'BAD_OPTION', message }));
  });

  it('are missing altogether, or no object', () => {
    for (const options of [undefined, null, 'x', [CAS_URL]]) {
      expect(() => cas(options as never)).toThrow(expect.objectContaining({ code: 'BAD_OPTION' }));
    }
    for (const policy of [undefined, null, '/admin', ['/admin']]) {
      expect(() => make({ policies: [policy] })).toThrow(/Option "policies\[0\]" must be an object/);
    }
  });

  it('does not repeat a secret in its complaint', () => {
    try {
      make({ stateSecrets: ['too-short'] });
      expect.unreachable();
    } catch (error) {
      expect(String(error)).not.toContain('too-short');
    }
  });

  it('warns of a CAS server that is asked over plain http', () => {
    const warn = vi.spyOn(process, 'emitWarning').mockReturnValue();
    for (const url of [
      'http://localhost:3001',
      'http://127.0.0.1/cas',
      'http://[::1]/cas',
      'https://cas.example.org',
    ]) {
      make({ casUrl: url });
    }
    expect(warn).not.toHaveBeenCalled();
    make({ casUrl: 'http://cas.example.org' });
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('cas.example.org'), { code: 'WHO_CAS_PLAIN_HTTP' });
  });
});
