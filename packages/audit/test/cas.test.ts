import { cas, casSessions } from '@who/plugin-cas';
import { memoryMetadataCache } from '@who/plugin-metadata-cache-memory';
import { describe, expect, it } from 'vitest';
import { SECRET, type Site, site } from './support.js';

const CAS_URL = 'https://cas.example.org/cas';

/** A CAS server that knows every ticket. */
const answers = async (): Promise<Response> =>
  new Response(
    '<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas"><cas:authenticationSuccess><cas:user>alice</cas:user>' +
      '</cas:authenticationSuccess></cas:serviceResponse>',
  );

/** An application that signs in by CAS, and by a ticket from then on. */
function casSite(metadataProviders: readonly string[]): Promise<Site> {
  const sessions = casSessions();
  return site({
    isRevoked: sessions.isRevoked as never,
    plugins: {
      cas: cas({
        casUrl: CAS_URL,
        rememberer: 'ticket',
        stateSecrets: [SECRET],
        sessions,
        fetch: answers,
        logoutPath: '/logout',
      }),
      attributes: memoryMetadataCache(),
    },
    orders: {
      identifiers: ['cas', 'ticket'],
      authenticators: ['cas', 'ticket', 'users'],
      challengers: ['cas'],
      metadataProviders,
    },
  });
}

async function signIn(app: Site) {
  const browser = app.browser();
  const departure = await browser.visit('/private', { follow: false });
  await browser.visit(`${departure.location?.searchParams.get('service')}&ticket=ST-1`, { from: CAS_URL });
  return browser;
}

const endedByCas = (app: Site): Promise<Response> =>
  fetch(`${app.url}/login/cas?who_state=x`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      logoutRequest:
        '<p:LogoutRequest xmlns:p="urn:oasis:names:tc:SAML:2.0:protocol" ID="LR-1" Version="2.0" ' +
        'IssueInstant="2026-01-01T00:00:00Z"><p:SessionIndex>ST-1</p:SessionIndex></p:LogoutRequest>',
    }),
  });

describe('somebody who signs in by CAS', () => {
  it('is logged once', async () => {
    await using app = await casSite(['attributes']);
    const browser = await signIn(app);
    expect((await browser.get('/private')).body).toBe('alice');
    expect(app.log).toMatchObject([{ event: 'sign-in', userid: 'alice', plugin: 'cas', path: '/login/cas' }]);
    expect(app.log).toHaveLength(1);
  });

  it('is logged when he signs out here', async () => {
    await using app = await casSite(['attributes']);
    const browser = await signIn(app);
    await browser.visit('/logout', { method: 'POST', body: {}, follow: false });
    expect(app.log.slice(1)).toMatchObject([{ event: 'sign-out', userid: 'alice', path: '/logout' }]);
  });

  it('is logged when CAS ends the sign-in, by whose metadata is forgotten', async () => {
    await using app = await casSite(['attributes']);
    await signIn(app);
    expect((await endedByCas(app)).status).toBe(200);
    expect(app.log.slice(1)).toMatchObject([{ event: 'revoked', userid: 'alice', method: 'POST', path: '/login/cas' }]);
  });

  it('is logged at the next visit that wants a sign-in, too', async () => {
    await using app = await casSite([]);
    const browser = await signIn(app);
    await endedByCas(app);
    const before = app.log.length;
    await browser.visit('/private', { follow: false });
    expect(app.log.slice(before)).toMatchObject([{ event: 'revoked', plugin: 'ticket', status: 302 }]);
  });
});
