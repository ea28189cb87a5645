import { generateKeyPairSync } from 'node:crypto';
import { exportJWK } from 'jose';
import type { Configuration } from 'oidc-provider';
import { describe, expect, it } from 'vitest';
import { CLIENT_SECRET, type SceneOptions, startScene } from './scene.js';
import { makeSigningKey } from './signing-key.js';
import { newBrowser, signIn, submit } from './site.js';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });

const withKey = async (key: typeof publicKey): Promise<SceneOptions['client']> => ({
  token_endpoint_auth_method: 'private_key_jwt',
  client_secret: undefined,
  jwks: { keys: [{ ...(await exportJWK(key)), kid: 'mine' }] },
});

describe('a sign-in through oidc-provider', () => {
  it('leads from a page that wants somebody to that page, with the attributes', async () => {
    await using scene = await startScene();
    const { site, provider } = scene;
    const browser = newBrowser();
    const page = await signIn(browser, `${site.url}/private?a=b`, 'zoe');
    expect(page.url.href).toBe(`${site.url}/private?a=b`);
    expect(JSON.parse(page.body)).toMatchObject({
      userid: 'zoe',
      attributes: { name: ['zoe Łukasz'], email: ['zoe@example.org'], groups: ['staff', 'users'] },
    });
    expect([site.warnings, provider.troubles]).toEqual([[], []]);
    expect(provider.asked).toContain('/request');
    // Of the tokens, the browser gets to see nothing.
    const cookies = JSON.stringify(await browser.cookies.getCookies(site.url));
    const places = page.via.flatMap(({ location, body }) => [location?.href, body]);
    for (const token of provider.given) expect([cookies, places.join(), page.body].join()).not.toContain(token);
    expect(provider.given.length).toBeGreaterThan(1);
  });

  it.each<[string, () => SceneOptions | Promise<SceneOptions>]>([
    [
      'with the secret in the form',
      () => ({
        client: { token_endpoint_auth_method: 'client_secret_post' },
        options: { clientAuthentication: 'client_secret_post' },
      }),
    ],
    [
      'as a public client',
      () => ({
        client: { token_endpoint_auth_method: 'none', client_secret: undefined },
        options: { clientSecret: undefined },
      }),
    ],
    [
      'with a key of its own, P-256',
      async () => ({
        client: { ...(await withKey(publicKey)), token_endpoint_auth_signing_alg: 'ES256' },
        options: { clientSecret: undefined, clientKey: { key: privateKey, kid: 'mine' } },
      }),
    ],
    [
      'with a key of its own, RSA in PEM, by PS256',
      async () => ({
        client: { ...(await withKey(rsa.publicKey)), token_endpoint_auth_signing_alg: 'PS256' },
        options: {
          clientSecret: undefined,
          clientKey: {
            key: rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
            kid: 'mine',
            algorithm: 'PS256',
          },
        },
      }),
    ],
    ['without pushed requests', () => ({ options: { pushRequests: false } })],
    [
      'at a provider that takes no pushed requests',
      () => ({
        configuration: {
          features: { pushedAuthorizationRequests: { enabled: false }, devInteractions: { enabled: false } },
        } as Configuration,
      }),
    ],
    ['with UserInfo that is signed', () => ({ client: { userinfo_signed_response_alg: 'RS256' } })],
    [
      'with ID tokens by HS256, where they are allowed',
      () => ({
        client: { id_token_signed_response_alg: 'HS256', client_secret: `${CLIENT_SECRET}, which has enough bytes` },
        configuration: { enabledJWA: { idTokenSigningAlgValues: ['HS256'] } } as Configuration,
        options: { algorithms: ['HS256'], clientSecret: `${CLIENT_SECRET}, which has enough bytes` },
      }),
    ],
  ])('works %s', async (_, make) => {
    await using scene = await startScene(await make());
    const browser = newBrowser();
    const page = await signIn(browser, `${scene.site.url}/private`, 'zoe');
    expect(JSON.parse(page.body)).toMatchObject({ userid: 'zoe', attributes: { email: ['zoe@example.org'] } });
    expect([scene.site.warnings, scene.provider.troubles]).toEqual([[], []]);
    const pushed = scene.provider.asked.includes('/request');
    expect(pushed).toBe(!/pushed/.test(_));
  });

  it('fails, and says so, where the secret is another one', async () => {
    for (const pushRequests of [true, false]) {
      await using scene = await startScene({ options: { clientSecret: 'another secret of the tests', pushRequests } });
      const page = await signIn(newBrowser(), `${scene.site.url}/private`, 'zoe');
      expect([page.status, page.body]).toEqual([500, expect.stringContaining('OIDC_CLIENT_REFUSED')]);
    }
  });

  it('signs nobody in where somebody says no', async () => {
    await using scene = await startScene();
    const { site } = scene;
    const browser = newBrowser();
    const page = await signIn(browser, `${site.url}/private`, 'zoe', { password: 'wrong' });
    expect([page.status, page.body]).toEqual([403, expect.stringContaining('OIDC_CODE_MISSING (access_denied)')]);
    expect(await site.whoami(browser)).toMatchObject({ userid: null });
    expect(site.warnings).toHaveLength(1);
  });

  it('ends in each of several tabs where it began there', async () => {
    await using scene = await startScene();
    const { site } = scene;
    const browser = newBrowser();
    const one = await browser.get(`${site.url}/private/one`);
    const two = await browser.get(`${site.url}/private/two`);
    const first = await browser.post(one.url.href, { login: 'zoe', password: 'zoe' });
    expect(first.url.pathname).toBe('/private/one');
    const second = await browser.post(two.url.href, { login: 'zoe', password: 'zoe' });
    expect(second.url.pathname).toBe('/private/two');
  });

  it('goes on when the provider signs with another key', async () => {
    await using scene = await startScene({ options: { pushRequests: false } });
    const { site, provider } = scene;
    await signIn(newBrowser(), `${site.url}/private`, 'zoe');
    await provider.rotateKeys();
    const page = await signIn(newBrowser(), `${site.url}/private`, 'rtyler');
    // Keys are not fetched again within five seconds: whoever makes up names of keys would otherwise have them fetched.
    expect(page.body).toMatch(/OIDC_TOKEN_REJECTED|rtyler/);
  });

  it('works with other algorithms that a client wants', async () => {
    const jwks = {
      keys: [await makeSigningKey('ES256'), await makeSigningKey('PS256'), await makeSigningKey('Ed25519')],
    };
    for (const alg of ['ES256', 'PS256', 'Ed25519']) {
      const configuration = { jwks, enabledJWA: { idTokenSigningAlgValues: [alg] } } as Configuration;
      await using scene = await startScene({ client: { id_token_signed_response_alg: alg } as object, configuration });
      const page = await signIn(newBrowser(), `${scene.site.url}/private`, 'zoe');
      expect(page.body).toContain('zoe');
      expect(scene.site.warnings).toEqual([]);
    }
  });
});

describe('how somebody has to sign in', () => {
  it('is asked for again on pages that want it', async () => {
    await using scene = await startScene({ options: { policies: [{ path: '/admin', ask: 'renew' }] } });
    const { site } = scene;
    const browser = newBrowser();
    await signIn(browser, `${site.url}/private`, 'zoe');
    const page = await browser.get(`${site.url}/admin`);
    expect(page.url.pathname).toMatch(/^\/interaction\//);
    const back = await browser.post(page.url.href, { login: 'zoe', password: 'zoe' });
    expect(back.url.pathname).toBe('/admin');
    expect((await browser.get(`${site.url}/admin`)).url.pathname).toBe('/admin');
    expect(site.warnings).toEqual([]);
  });

  it('has to be as asked', async () => {
    const claims = JSON.stringify({ id_token: { amr: { essential: true } } });
    await using scene = await startScene({
      options: { acrValues: ['gold'], amrValues: ['pwd'], authorizationParameters: { claims } },
    });
    const { site } = scene;
    const browser = newBrowser();
    const page = await signIn(browser, `${site.url}/private`, 'zoe');
    expect(page.body).toContain('OIDC_TOKEN_REJECTED');
    const better = await signIn(newBrowser(), `${site.url}/private`, 'zoe', { acr: 'gold' });
    expect(JSON.parse(better.body)).toMatchObject({ attributes: { acr: ['gold'], amr: ['pwd'] } });
  });

  it('may have to be recent', async () => {
    await using scene = await startScene({ options: { maxAgeSeconds: 3600 } });
    const page = await signIn(newBrowser(), `${scene.site.url}/private`, 'zoe');
    expect(JSON.parse(page.body)).toMatchObject({ attributes: { auth_time: [expect.stringMatching(/^\d+$/)] } });
  });
});

describe('a gateway', () => {
  it('shows strangers the page, and knows those who are known there', async () => {
    await using scene = await startScene({ options: { policies: [{ path: '/', ask: 'gateway' }] } });
    const { site, provider } = scene;
    const stranger = newBrowser();
    expect(await site.whoami(stranger)).toMatchObject({ userid: null });
    expect(provider.asked).toContain('/auth');
    const asked = provider.asked.length;
    expect(await site.whoami(stranger)).toMatchObject({ userid: null });
    expect(provider.asked).toHaveLength(asked);

    const known = newBrowser();
    await signIn(known, `${site.url}/login/oidc`, 'zoe');
    await known.cookies.removeAllCookies();
    expect(await site.whoami(known)).toMatchObject({ userid: null });
    expect(site.warnings).toEqual([]);
  });

  it('signs in without a word whoever is', async () => {
    await using scene = await startScene({ options: { policies: [{ path: '/quiet', ask: 'gateway' }] } });
    const { site } = scene;
    const browser = newBrowser();
    await signIn(browser, `${site.url}/private`, 'zoe');
    await browser.cookies.setCookie('auth_tkt=; Max-Age=0; Path=/', site.url);
    const page = await browser.get(`${site.url}/quiet`);
    expect(JSON.parse(page.body)).toMatchObject({ userid: 'zoe' });
  });
});

describe('an answer that is posted', () => {
  it('needs https for the state cookie to come along, and is refused without it', async () => {
    await using scene = await startScene({ options: { responseMode: 'form_post' } });
    const { site } = scene;
    const browser = newBrowser();
    const page = await signIn(browser, `${site.url}/private`, 'zoe');
    expect(page.body).toContain('code');
    const back = await submit(browser, page);
    // localhost is one site, whatever the ports: SameSite=Lax lets the cookie come along here.
    expect(back.url.pathname).toBe('/private');
    expect(JSON.parse(back.body)).toMatchObject({ userid: 'zoe' });
  });
});
