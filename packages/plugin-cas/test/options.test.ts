import { afterEach, describe, expect, it, vi } from 'vitest';
import { type CasOptions, cas } from '../src/index.js';
import { CAS_URL, SECRET } from './support.js';

const make = (options: object): unknown => cas({ casUrl: CAS_URL, rememberer: 'ticket', ...options } as CasOptions);

afterEach(() => vi.restoreAllMocks());

describe('options', () => {
  it.each<[option: string, value: unknown]>([
    ['casUrl', undefined],
    ['casUrl', 'cas.example.org'],
    ['casUrl', 'ftp://cas.example.org'],
    ['casUrl', `${CAS_URL}?a=b`],
    ['casUrl', `${CAS_URL}#a`],
    ['casUrl', 'https://user:password@cas.example.org'],
    ['casUrl', `${CAS_URL}/login`],
    ['rememberer', undefined],
    ['rememberer', ''],
    ['version', '4'],
    ['version', 3],
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
