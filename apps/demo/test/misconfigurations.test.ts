import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import {
  type AnyWhoOptions,
  createWho,
  type GivenReason,
  type Plugins,
  passThroughChallengeDecider,
  responseHead,
  type StageEvent,
  type StageName,
  type WhoApi,
} from '@who/core';
import { metadataCache } from '@who/metadata-cache';
import { authTkt } from '@who/plugin-auth-tkt';
import { type CasFetch, type CasOptions, type CasPlugin, cas } from '@who/plugin-cas';
import { headerSso, presets } from '@who/plugin-header-sso';
import { type FakeRequestOptions, fakeRequest, signedInAs } from '@who/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

// What operators get wrong most often. Each has to show by the reasons alone, without a look at code or configuration.

const STAGES: readonly StageName[] = [
  'classify',
  'identify',
  'authenticate',
  'metadata',
  'decide',
  'challenge',
  'remember',
];
const SECRET = 'a long and random secret that has 32 bytes and more';
const NOW = Date.UTC(2026, 10, 29);
const silent = { debug() {}, warn() {}, error() {} };
const success: CasFetch = async () =>
  new Response(
    '<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas"><cas:authenticationSuccess><cas:user>ann</cas:user>' +
      '</cas:authenticationSuccess></cas:serviceResponse>',
  );

let said: (readonly [plugin: string, code: string, facts: GivenReason['facts']])[] = [];
const listen = (message: unknown): void => {
  const { plugin, reasons } = message as StageEvent;
  for (const { code, facts } of reasons) said.push([plugin, code, facts]);
};
beforeEach(() => {
  said = [];
  for (const stage of STAGES) subscribe(`who:${stage}`, listen);
});
afterEach(() => {
  for (const stage of STAGES) unsubscribe(`who:${stage}`, listen);
});

interface Site extends Omit<AnyWhoOptions, 'publicUrl' | 'plugins'> {
  readonly plugins: Plugins;
}

const engine = (site: Site) =>
  createWho({ publicUrl: 'https://app.example.org', now: () => NOW, logger: silent, ...site } as never);

/** A page load, to its end. */
async function visit(site: Site, request: FakeRequestOptions = {}, status = 401): Promise<WhoApi> {
  const headers = { accept: 'text/html', host: 'app.example.org', ...request.headers };
  const api = engine(site).api(fakeRequest({ url: '/page', ...request, headers })) as WhoApi;
  await api.authenticate();
  await api.conclude(responseHead(status));
  return api;
}

const ticket = (secret = SECRET, more: object = {}) => authTkt({ secrets: [secret], ...more });
const byTicket = (plugin: ReturnType<typeof ticket>): Site => ({
  plugins: { ticket: plugin },
  identifiers: ['ticket'],
  authenticators: ['ticket'],
});
const casOf = (fetch: CasFetch, more: Partial<CasOptions> = {}): CasPlugin =>
  cas({ casUrl: 'https://cas.example.org/cas', rememberer: 'ticket', stateSecrets: [SECRET], fetch, ...more });

/** The cookie that a server gives to ann. */
async function cookieBy(plugin: ReturnType<typeof ticket>, now: () => number = () => NOW): Promise<string> {
  const made = signedInAs('ann', engine({ ...byTicket(plugin), now }));
  const api = made.api(fakeRequest({})) as WhoApi;
  await api.authenticate();
  const headers = await plugin.remember(api.exchange, api.identity as never);
  said = [];
  return responseHead(200, headers).setCookies[0]?.split(';')[0] ?? '';
}

const attribute = (text: string | undefined, name: string): string => new URL(text ?? '').searchParams.get(name) ?? '';

/** Goes to CAS from a page, and comes back with a ticket. @returns what the page and the way back have set */
async function throughCas(site: Site, cookie = ''): Promise<{ url: string; cookie: string }> {
  const api = engine(site).api(fakeRequest({ url: '/page', headers: { accept: 'text/html', cookie } })) as WhoApi;
  await api.authenticate();
  const { challenge } = await api.conclude(responseHead(401));
  const head = responseHead(302, challenge?.headers);
  const service = new URL(attribute(head.header('location'), 'service'));
  return { url: `${service.pathname}${service.search}&ticket=ST-1`, cookie: head.setCookies[0]?.split(';')[0] ?? '' };
}

describe('the reasons name', () => {
  it('a wrong secret', async () => {
    const cookie = await cookieBy(ticket());
    await visit(byTicket(ticket(`another ${SECRET}`)), { headers: { cookie } });
    expect(said).toContainEqual(['ticket', 'TICKET_UNKNOWN_SECRET', undefined]);
  });

  it('a clock that is off by a day', async () => {
    const cookie = await cookieBy(ticket(), () => NOW + 86_400_000);
    await visit(byTicket(ticket()), { headers: { cookie } });
    expect(said).toContainEqual(['ticket', 'TICKET_FUTURE', { seconds: 86_400, clockSkewSeconds: 60 }]);
  });

  it('a cookie for another domain', async () => {
    const site = byTicket(ticket(SECRET, { domain: 'example.com' }));
    const sso = headerSso({ ...presets.shibboleth, trustedPeers: ['127.0.0.1'], paths: 'all', rememberer: 'ticket' });
    const plugins = { ...site.plugins, sso };
    const order = { identifiers: ['sso', 'ticket'], authenticators: ['sso', 'ticket'] };
    await visit({ ...site, plugins, ...order }, { headers: { 'Shib-Session-ID': '_1', REMOTE_USER: 'ann' } }, 200);
    const facts = { domain: 'example.com', host: 'app.example.org' };
    expect(said).toContainEqual(['sso', 'TICKET_OTHER_DOMAIN', facts]);
  });

  it('a wrong public URL', async () => {
    const plugins = { cas: casOf(success), ticket: ticket() };
    await visit({ plugins, identifiers: ['ticket'], challengers: ['cas'] }, { headers: { host: 'www.example.org' } });
    expect(said).toContainEqual(['cas', 'CAS_HOST_ELSEWHERE', { publicUrl: 'https://app.example.org' }]);
  });

  it('a CAS server that cannot be reached', async () => {
    const plugins = { cas: casOf(() => Promise.reject(new Error('ECONNREFUSED'))), ticket: ticket() };
    const site = { plugins, identifiers: ['cas'], authenticators: ['cas'], challengers: ['cas'] };
    const { url, cookie } = await throughCas(site);
    await expect(visit(site, { url, headers: { cookie } })).rejects.toThrow('could not be reached');
    const facts = { casUrl: 'https://cas.example.org/cas', code: 'CAS_UNAVAILABLE' };
    expect(said).toContainEqual(['cas', 'CAS_UNREACHABLE', facts]);
  });

  it('a rememberer that is missing', async () => {
    const plugins = { cas: casOf(success), ticket: ticket() };
    const site = { plugins, identifiers: ['cas'], authenticators: ['cas'], challengers: ['cas'] };
    const { url, cookie } = await throughCas(site);
    const back = await visit(site, { url, headers: { cookie } }, 200);
    const landed = responseHead(302, back.earlyReply?.headers).setCookies.map((one) => one.split(';')[0]);
    await throughCas(site, landed.join('; '));
    expect(said).toContainEqual(['cas', 'CAS_ASKED_AGAIN', { round: 2, maxRounds: 3, rememberer: 'ticket' }]);
  });

  it('a cache whose breaker is open', async () => {
    const away = () => Promise.reject(new Error('ECONNREFUSED'));
    const cache = metadataCache({ store: { get: away, set: away, delete: away }, ttlSeconds: 60 });
    for (const userid of ['a', 'b', 'c', 'd']) {
      const site = engine({ plugins: { cache }, metadataProviders: ['cache'] });
      await (signedInAs(userid, site).api(fakeRequest({})) as WhoApi).authenticate();
    }
    expect(said.filter(([plugin]) => plugin === 'cache').map(([, code]) => code)).toContain('BREAKER_OPEN');
  });

  it('a header from a peer that is not trusted', async () => {
    const sso = headerSso({ ...presets.shibboleth, trustedPeers: ['10.0.0.1'], paths: 'all' });
    const site = { plugins: { sso }, identifiers: ['sso'], authenticators: ['sso'] };
    await visit(site, { remoteAddress: '192.0.2.7', headers: { REMOTE_USER: 'ann' } });
    expect(said).toContainEqual(['sso', 'HEADER_SSO_UNTRUSTED_PEER', { trustedPeers: '10.0.0.1/32' }]);
  });

  it('a plugin that is for another classification', async () => {
    await visit({ ...byTicket(ticket()), identifiers: [{ plugin: 'ticket', only: ['api'] }] });
    const facts = { role: 'identifier', plugin: 'ticket', only: 'api' };
    expect(said).toContainEqual(['requestClassifier', 'OTHER_CLASSIFICATION', facts]);
  });

  it('a challenge that text/html swallows', async () => {
    const site = { ...byTicket(ticket()), challengeDecider: passThroughChallengeDecider };
    const api = engine(site).api(fakeRequest({ headers: { accept: 'text/html' } })) as WhoApi;
    await api.authenticate();
    await api.conclude(responseHead(401, [['Content-Type', 'text/html']]));
    expect(said).toContainEqual(['challengeDecider', 'CHALLENGED_ALREADY', { header: 'text/html' }]);
  });
});
