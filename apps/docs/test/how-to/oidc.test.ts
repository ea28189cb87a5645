import { startDevOidcProvider } from '@who/dev-oidc-provider';
import { type Page, type TestBrowser, testBrowser } from '@who/testkit';
import { describe, expect, it, onTestFinished } from 'vitest';
import { follow, withFiles } from './follow.js';
import { actionOf, fieldsIn } from './forms.js';

const path = 'how-to/oidc.md';

describe('OpenID Connect at an organisation', () => {
  it('goes as the page says', () =>
    follow(path, [3000, 3002], {
      'sign in, and out at both sides': async (reader) => {
        const [at, provider] = [3000, 3002].map((port) => reader.own(`http://localhost:${port}`)) as [string, string];
        const browser = testBrowser({ baseUrl: at });
        const page = await signIn(browser, `${at}/private`);
        expect(page.url.href, page.body).toBe(`${at}/private`);
        expect(page.body).toContain('You are ada: Ada Lovelace, ada@example.org, groups engineers, admins.');
        await browser.post(`${at}/logout`, {});
        await answer(browser, 'yes');
        expect((await browser.get(`${at}/private`)).url.origin).toBe(provider);

        await signIn(browser, `${at}/private`);
        expect((await browser.get(`${at}/private`)).via).toEqual([]);
        await browser.get(`${provider}/`);
        await answer(browser, 'yes');
        expect((await browser.get(`${at}/private`)).url.origin).toBe(provider);
      },
    }));

  it.each([
    {
      wrong: 'an address that is not registered',
      PUBLIC_URL: 'http://localhost:3000/app',
      status: 400,
      told: '/app/login/oidc',
    },
    { wrong: 'another secret', OIDC_CLIENT_SECRET: 'another', status: 500, told: 'OIDC_CLIENT_REFUSED' },
    { wrong: 'a provider that is away', OIDC_ISSUER: 'http://localhost:1', status: 503, told: 'OIDC_UNAVAILABLE' },
  ])('goes wrong as the page says: $wrong', async ({ wrong: _, status, told, ...other }) => {
    await using reader = await withFiles(path, [3000]);
    const at = reader.own('http://localhost:3000');
    const clientSecret = 'a secret of the two';
    const client = { clientId: 'app', clientSecret, redirectUris: [`${at}/login/oidc`] };
    const provider = await startDevOidcProvider({ clients: [client] });
    onTestFinished(() => provider.close());
    const own = { OIDC_ISSUER: provider.issuer, OIDC_CLIENT_ID: 'app', OIDC_CLIENT_SECRET: clientSecret };
    const environment = { ...own, WHO_SECRET: 'a secret of the tests, 32 bytes or more', ...other };
    const words = Object.entries(environment).map(([name, value]) => `${name}='${value}'`);
    await reader.leaveRunning(`${words.join(' ')} node app.mjs`, 'http://localhost:3000');
    const browser = testBrowser();
    const page = await browser.get(`${at}/private`);
    const last = actionOf(page.body) === '' ? page : await signIn(browser, `${at}/private`);
    expect(last.status, last.body).toBe(status);
    expect(await (await fetch(`${at}/__who`)).text()).toContain(told);
  });
});

async function signIn(browser: TestBrowser, url: string): Promise<Page> {
  const { url: at, body } = await browser.get(url);
  return browser.post(new URL(actionOf(body), at).href, { ...fieldsIn(body), username: 'ada', password: 'ada' });
}

/** The button of a page of the provider. */
async function answer(browser: TestBrowser, button: string): Promise<void> {
  const { body = '', url } = browser.page ?? {};
  await browser.post(new URL(actionOf(body), url).href, { ...fieldsIn(body), answer: button });
}
