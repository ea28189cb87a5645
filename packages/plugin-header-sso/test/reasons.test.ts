import { type Facts, Identity, type Reason, responseHead } from '@who/core';
import { type FakeExchangeOptions, fakeExchange } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { type HeaderSsoOptions, type HeaderSsoPlugin, headerSso } from '../src/index.js';
import { plainRememberer, shibboleth, shibbolethHeaders } from './support.js';

const secret = 'a secret of the front end, 32 bytes';

function saidIn(
  options: Partial<HeaderSsoOptions>,
  request: FakeExchangeOptions,
  call: (plugin: HeaderSsoPlugin, exchange: ReturnType<typeof fakeExchange>) => unknown = (plugin, exchange) =>
    plugin.identify(exchange),
): [string, Facts | undefined][] {
  const said: [string, Facts | undefined][] = [];
  const sso = headerSso({ ...shibboleth, ...options } as HeaderSsoOptions);
  const explain = ({ code }: Reason, facts?: Facts) => said.push([code, facts]);
  call(sso, fakeExchange({ ...request, plugins: { sso, ticket: plainRememberer() }, explain }));
  return said;
}

const headers = shibbolethHeaders('alice');

describe('identify says', () => {
  it.each<[string, Partial<HeaderSsoOptions>, FakeExchangeOptions, Facts | undefined]>([
    ['HEADER_SSO_FOUND', {}, { headers }, undefined],
    ['HEADER_SSO_NO_HEADERS', {}, {}, undefined],
    [
      'HEADER_SSO_UNTRUSTED_PEER',
      { trustedPeers: ['10.1.0.0/16', 'fd00::/8'] },
      { headers, remoteAddress: '192.0.2.7' },
      { trustedPeers: '10.1.0.0/16, fd00::/8' },
    ],
    ['HEADER_SSO_OTHER_PATH', { paths: ['/login/sso'] }, { headers, url: '/page' }, undefined],
    [
      'HEADER_SSO_WRONG_SECRET',
      { secret: { header: 'X-Front-End', values: [secret] } },
      { headers: { ...headers, 'X-Front-End': 'guessed' } },
      { header: 'X-Front-End' },
    ],
    ['HEADER_SSO_NO_SESSION', {}, { headers: { REMOTE_USER: 'alice' } }, { header: 'Shib-Session-ID' }],
    ['HEADER_SSO_AMBIGUOUS', {}, { headers: { ...headers, REMOTE_USER: ['alice', 'eve'] } }, undefined],
  ])('%s', (code, options, request, facts) => {
    const said = saidIn(options, request);
    expect(said).toEqual([[code, facts ?? said[0]?.[1]]]);
    expect(JSON.stringify(said)).not.toMatch(/192\.0\.2\.7|alice|guessed|_0123/);
  });

  it('that a session names nobody', () => {
    const said = saidIn({}, { headers: { 'Shib-Session-ID': '_0123' } });
    expect(said.map(([code]) => code)).toEqual(['HEADER_SSO_NO_USER']);
  });
});

describe('the other methods say', () => {
  it('who keeps a sign-in, and that nobody does', () => {
    const ours = new Identity({ userid: 'alice' }, 'sso', 'sso');
    const remember = (plugin: HeaderSsoPlugin, exchange: ReturnType<typeof fakeExchange>) =>
      plugin.remember(exchange, ours);
    expect(saidIn({ rememberer: 'ticket' }, {}, remember)).toEqual([['HEADER_SSO_KEPT_BY', { rememberer: 'ticket' }]]);
    expect(saidIn({}, {}, remember)).toEqual([['HEADER_SSO_NOT_KEPT', undefined]]);
  });

  it('that there is no place to send people to', () => {
    const said = saidIn({ loginUrl: undefined }, { url: '/page' }, (plugin, exchange) =>
      plugin.challenge(exchange, responseHead(401)),
    );
    expect(said.at(-1)?.[0]).toBe('HEADER_SSO_NO_PLACE');
  });
});
