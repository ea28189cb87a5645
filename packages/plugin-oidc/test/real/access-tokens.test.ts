import { inspect } from 'node:util';
import { ssoSessions } from '@who/sso';
import type { Configuration } from 'oidc-provider';
import { describe, expect, it } from 'vitest';
import { type SceneOptions, startScene } from './scene.js';
import { newBrowser, signIn } from './site.js';

const withRefresh = (accessTokenSeconds: number): SceneOptions => ({
  client: { grant_types: ['authorization_code', 'refresh_token'] },
  configuration: {
    issueRefreshToken: async () => true,
    ttl: {
      AccessToken: accessTokenSeconds,
      AuthorizationCode: 60,
      Grant: 3600,
      IdToken: 3600,
      Interaction: 3600,
      Session: 3600,
      RefreshToken: 3600,
    },
  } as unknown as Configuration,
  options: { keepTokens: true },
});

describe('an access token', () => {
  it('is given again as long as it is good', async () => {
    await using scene = await startScene(withRefresh(3600));
    const { site, provider } = scene;
    const browser = newBrowser();
    await signIn(browser, `${site.url}/private`, 'zoe');
    const [one, other] = [await site.accessToken(browser), await site.accessToken(browser)];
    expect(one).toEqual(other);
    expect(provider.given).toContain(one);
    expect(provider.asked.filter((path) => path === '/token')).toHaveLength(1);
  });

  it('is fetched anew once where it is over, by all who ask at a time, and the refresh token with it', async () => {
    await using scene = await startScene(withRefresh(10));
    const { site, provider } = scene;
    const browser = newBrowser();
    await signIn(browser, `${site.url}/private`, 'zoe');
    const tokens = await site.accessTokensAtOnce(browser, 3);
    expect(new Set(tokens).size).toBe(1);
    expect(provider.asked.filter((path) => path === '/token')).toHaveLength(2);
    const next = await site.accessToken(browser);
    expect(next).not.toBe(tokens[0]);
    expect(provider.given).toContain(next);
    expect(provider.troubles).toEqual([]);
  });

  it('is not there after a logout, for somebody else, or where none is kept', async () => {
    await using scene = await startScene(withRefresh(3600));
    const { site } = scene;
    const browser = newBrowser();
    await signIn(browser, `${site.url}/private`, 'zoe');
    const copy = newBrowser();
    await copy.cookies.setCookie(`auth_tkt=${browser.cookie('auth_tkt', site.url)}`, site.url);
    await browser.visit(`${site.url}/logout`, { method: 'POST', body: {}, follow: false });
    expect(await site.accessToken(copy)).toBe('nobody');

    await using none = await startScene();
    const other = newBrowser();
    await signIn(other, `${none.site.url}/private`, 'zoe');
    expect(await none.site.accessToken(other)).toBe('OIDC_ACCESS_TOKEN_MISSING');
  });

  it('is over where the provider gives no other one', async () => {
    await using scene = await startScene({
      ...withRefresh(10),
      client: {},
      configuration: { ...withRefresh(10).configuration, issueRefreshToken: async () => false } as Configuration,
    });
    const browser = newBrowser();
    await signIn(browser, `${scene.site.url}/private`, 'zoe');
    expect(await scene.site.accessToken(browser)).toBe('OIDC_ACCESS_TOKEN_OVER');
  });

  it('is encrypted in a store, and nowhere else', async () => {
    const entries = new Map<string, unknown>();
    const store = {
      get: (key: string) => entries.get(key),
      set: (key: string, value: unknown) => entries.set(key, value).size > 0,
      delete: (key: string) => entries.delete(key),
    };
    const sessions = ssoSessions({ store });
    const secrets = ['a secret of the tests for tokens, 32 bytes'] as const;
    const options = { keepTokens: true, tokenSecrets: secrets };
    await using scene = await startScene({ ...withRefresh(3600), sessions, options });
    const { site, provider } = scene;
    const browser = newBrowser();
    await signIn(browser, `${site.url}/private`, 'zoe');
    const token = await site.accessToken(browser);
    expect(provider.given).toContain(token);
    const seen = [
      inspect(entries, { depth: 9, maxStringLength: null, maxArrayLength: null }),
      inspect(site.plugin, { depth: 9, showHidden: true }),
      JSON.stringify(await browser.cookies.getCookies(site.url)),
      ...site.warnings,
    ].join();
    for (const one of provider.given) expect(seen).not.toContain(one);
    expect(seen).toContain('oidc:tokens');
  });
});
