import { startDevOidcProvider } from '@who/dev-oidc-provider';
import { type Page, type TestBrowser, testBrowser } from '@who/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sendForm } from '../../../packages/testkit/test/send-form.js';
import { type DemoProcess, runDemo, startDemo } from './demo-process.js';

async function signIn(browser: TestBrowser, { url }: Pick<DemoProcess, 'url'>): Promise<Page> {
  const login = await browser.get(`${url}/login/oidc?came_from=%2Fprivate`);
  return sendForm(browser, login, { username: 'zoe', password: 'zoe' });
}

async function whoami(browser: TestBrowser, { url }: Pick<DemoProcess, 'url'>): Promise<unknown> {
  const { remoteUser, identifier, metadata } = JSON.parse((await browser.get(`${url}/whoami`)).body);
  return [remoteUser, identifier, metadata.attributes.email];
}

const providerOf = (demo: DemoProcess): string => /^OpenID provider: (\S+)/m.exec(demo.output())?.[1] ?? '';

describe('OpenID Connect', () => {
  let demo: DemoProcess;
  beforeAll(async () => {
    demo = await startDemo();
  });
  afterAll(() => demo.stop());

  it('signs in at the development provider, and leads back', async () => {
    const browser = testBrowser();
    expect((await browser.get(demo.url)).body).toContain('Sign in with OpenID Connect');
    const page = await signIn(browser, demo);
    expect([page.url.href, page.status]).toEqual([`${demo.url}/private`, 200]);
    expect(await whoami(browser, demo)).toEqual(['zoe', 'ticket', ['zoe@example.org']]);
  });

  it('signs out there, too, and is signed out from there', async () => {
    const [one, other] = [testBrowser(), testBrowser()];
    await signIn(one, demo);
    const asks = await one.visit(`${demo.url}/logout`, { method: 'POST', from: `${demo.url}/` });
    expect(asks.url.origin).toBe(providerOf(demo));
    const page = await sendForm(one, asks, { answer: 'yes' });
    expect(page.url.href).toBe(`${demo.url}/`);
    expect((await one.get(providerOf(demo))).body).toContain('Nobody is signed in here.');

    await signIn(other, demo);
    await sendForm(other, await other.get(providerOf(demo)), { answer: 'yes' });
    expect(await whoami(other, demo)).toEqual([null, null, undefined]);
  });
});

describe('OIDC_ISSUER', () => {
  it('names another provider', async () => {
    let demo: DemoProcess | undefined;
    // The provider has to know beforehand where the demo will be, and the demo where the provider is.
    const provider = await startDevOidcProvider({
      clients: [{ clientId: 'app', clientSecret: 'secret', redirectUris: ['http://demo.test/login/oidc'] }],
    });
    try {
      demo = await startDemo({
        OIDC_ISSUER: provider.issuer,
        OIDC_CLIENT_ID: 'app',
        OIDC_CLIENT_SECRET: 'secret',
        PUBLIC_URL: 'http://demo.test',
      });
      expect(demo.output()).not.toContain('OpenID provider');
      const listensOn = /^It listens on (\S+)$/m.exec(demo.output())?.[1] ?? '';
      const login = await testBrowser().get(`${listensOn}/login/oidc?came_from=%2F`);
      expect([login.url.origin, login.status]).toEqual([provider.issuer, 200]);
      expect(login.body).toContain('http://demo.test/login/oidc');
    } finally {
      await Promise.all([demo?.stop(), provider.close()]);
    }
  });

  it('needs to be told who the demo is there', async () => {
    const { code, output } = await runDemo({ OIDC_ISSUER: 'https://login.example.org' });
    expect([code, output]).toEqual([1, expect.stringContaining('OIDC_CLIENT_ID')]);
  });
});
