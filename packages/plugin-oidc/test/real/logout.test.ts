import { ssoSessions } from '@who/sso';
import { describe, expect, it } from 'vitest';
import { startRealProvider } from './provider.js';
import { CLIENT_ID, CLIENT_SECRET, clientAt, startScene } from './scene.js';
import { newBrowser, type Site, signIn, startSite, submit } from './site.js';

/** A store that several processes would share. */
function sharedStore() {
  const entries = new Map<string, unknown>();
  return {
    get: async (key: string) => entries.get(key),
    set: async (key: string, value: unknown) => entries.set(key, structuredClone(value)).size > 0,
    delete: async (key: string) => entries.delete(key),
  };
}

describe('a logout here', () => {
  it('goes on at the provider, and comes back', async () => {
    await using scene = await startScene();
    const { site, provider } = scene;
    const browser = newBrowser();
    await signIn(browser, `${site.url}/private`, 'zoe');
    const asks = await browser.post(`${site.url}/logout`, {});
    expect(asks.url.origin).toBe(provider.issuer);
    expect(asks.url.search).not.toContain('id_token');
    const back = await submit(browser, asks, { logout: 'yes' });
    expect(back.url.href).toBe(`${site.url}/`);
    expect(JSON.parse(back.body)).toMatchObject({ userid: null });
    const again = await browser.get(`${site.url}/private`);
    expect(again.url.pathname).toMatch(/^\/interaction\//);
    expect([site.warnings, provider.troubles]).toEqual([[], []]);
  });

  it('makes a copy of the cookie good for nothing', async () => {
    await using scene = await startScene();
    const { site } = scene;
    const browser = newBrowser();
    await signIn(browser, `${site.url}/private`, 'zoe');
    const copy = newBrowser();
    await copy.cookies.setCookie(`auth_tkt=${browser.cookie('auth_tkt', site.url)}`, site.url);
    expect(await site.whoami(copy)).toMatchObject({ userid: 'zoe' });
    await browser.visit(`${site.url}/logout`, { method: 'POST', body: {}, follow: false });
    expect(await site.whoami(copy)).toMatchObject({ userid: null });
  });
});

describe('a logout at the provider', () => {
  it('ends the session in every process, and nobody else’s', async () => {
    const store = sharedStore();
    await using scene = await startScene({ sessions: ssoSessions({ store }) });
    const { site, provider } = scene;
    // Another process of the same application: the provider only knows the address of the first one.
    const first: Site = await startSite({
      sessions: ssoSessions({ store }),
      options: async () => ({ issuer: provider.issuer, clientId: CLIENT_ID, clientSecret: CLIENT_SECRET }),
    });
    const [browser, bystander] = [newBrowser(), newBrowser()];
    await signIn(browser, `${site.url}/private`, 'zoe');
    await signIn(bystander, `${site.url}/private`, 'rtyler');
    const elsewhere = newBrowser();
    await elsewhere.cookies.setCookie(`auth_tkt=${browser.cookie('auth_tkt', site.url)}`, first.url);
    expect(await first.whoami(elsewhere)).toMatchObject({ userid: 'zoe' });

    const asks = await browser.get(`${provider.issuer}/session/end`);
    await submit(browser, asks, { logout: 'yes' });
    expect(provider.troubles).toEqual([]);
    expect(await site.whoami(browser)).toMatchObject({ userid: null });
    expect(await first.whoami(elsewhere)).toMatchObject({ userid: null });
    expect(await site.whoami(bystander)).toMatchObject({ userid: 'rtyler' });

    await signIn(browser, `${site.url}/private`, 'zoe');
    expect(await site.whoami(browser)).toMatchObject({ userid: 'zoe' });
    await first.close();
    expect(site.warnings).toEqual([]);
  });

  it('ends nothing where it is not to come', async () => {
    await using scene = await startScene({ options: { logoutChannel: 'front' } });
    const { site } = scene;
    const response = await fetch(`${site.url}/login/oidc`, {
      method: 'POST',
      body: new URLSearchParams({ logout_token: 'token' }),
    });
    expect(JSON.parse(await response.text())).toMatchObject({ userid: null });
  });
});

describe('two providers of one application', () => {
  it('have users of their own', async () => {
    const providers: Awaited<ReturnType<typeof startRealProvider>>[] = [];
    const at = async (url: string, path: string) => {
      const provider = await startRealProvider({
        clients: [{ ...clientAt(url), redirect_uris: [`${url}${path}`] }],
      });
      providers.push(provider);
      const client = { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, issuerInUserid: true };
      return { issuer: provider.issuer, ...client };
    };
    const site = await startSite({
      options: (url) => at(url, '/login/oidc'),
      second: (url) => at(url, '/login/second'),
    });
    const [one, other] = [newBrowser(), newBrowser()];
    await signIn(one, `${site.url}/login/oidc`, 'zoe');
    await signIn(other, `${site.url}/login/second`, 'zoe');
    expect(await site.whoami(one)).toMatchObject({ userid: `${providers[0]?.issuer}#zoe` });
    expect(await site.whoami(other)).toMatchObject({ userid: `${providers[1]?.issuer}#zoe` });
    expect(site.warnings).toEqual([]);
    await site.close();
    await Promise.all(providers.map((provider) => provider.close()));
  });

  it('have to say whether they tell their users apart', async () => {
    const providers: Awaited<ReturnType<typeof startRealProvider>>[] = [];
    const at = async (url: string, path: string) => {
      const provider = await startRealProvider({ clients: [{ ...clientAt(url), redirect_uris: [`${url}${path}`] }] });
      providers.push(provider);
      return { issuer: provider.issuer, clientId: CLIENT_ID, clientSecret: CLIENT_SECRET };
    };
    const site = await startSite({
      options: (url) => at(url, '/login/oidc'),
      second: (url) => at(url, '/login/second'),
    });
    const page = await signIn(newBrowser(), `${site.url}/login/oidc`, 'zoe');
    expect([page.status, page.body]).toEqual([500, 'OIDC_USERID_AMBIGUOUS']);
    await site.close();
    await Promise.all(providers.map((provider) => provider.close()));
  });
});
