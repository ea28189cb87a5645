import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DevSamlIdpOptions, startDevSamlIdp } from '@who/dev-saml-idp';
import { type Page, type TestBrowser, testBrowser } from '@who/testkit';
import { describe, expect, it, onTestFinished } from 'vitest';
import { follow, withFiles } from './follow.js';
import { actionOf, fieldsIn } from './forms.js';

const path = 'how-to/saml.md';

describe('SAML at an organisation', () => {
  it('goes as the page says', () =>
    follow(path, [3000, 3003], {
      'sign in, and out at both sides': async (reader) => {
        const [at, provider] = [3000, 3003].map((port) => reader.own(`http://localhost:${port}`)) as [string, string];
        const browser = testBrowser({ baseUrl: at });
        const page = await signIn(browser, `${at}/private`);
        expect(page.url.href, page.body).toBe(`${at}/private`);
        expect(page.body).toContain(
          'You are ada@example.org: Ada Lovelace, ada@example.org, groups engineers, admins.',
        );
        await browser.post(`${at}/logout`, {});
        expect((await browser.get(`${at}/private`)).url.origin).toBe(provider);
        expect(actionOf(browser.page?.body ?? '')).toMatch(/login$/);

        await signIn(browser, `${at}/private`);
        expect((await browser.get(`${at}/private`)).via).toEqual([]);
        const home = await browser.get(`${provider}/`);
        await browser.post(new URL(actionOf(home.body), home.url).href, fieldsIn(home.body));
        expect((await browser.get(`${at}/private`)).url.origin).toBe(provider);
      },
    }));

  it('goes wrong as the page says where the provider has another key', async () => {
    await expectRefused({}, 'SAML_RESPONSE_REJECTED', 'fits the signature', await startIdp({}));
  });

  it('goes wrong as the page says at another site over plain http', async () => {
    await expectRefused({ host: '127.0.0.1' }, 'SAML_STATE_MISSING', 'the browser sent no cookie');
  });

  it('goes wrong as the page says where the provider does not name the user', async () => {
    const users = [{ userid: 'ada', password: 'ada', attributes: { mail: 'ada@example.org' } }];
    await expectRefused({ users }, 'SAML_USERID_MISSING', 'does not name the user as "userid" asks for');
  });
});

async function startIdp(options: DevSamlIdpOptions) {
  const idp = await startDevSamlIdp(options);
  onTestFinished(() => idp.close());
  return idp;
}

/** @param describing whose metadata the application has */
async function expectRefused(
  options: DevSamlIdpOptions,
  code: string,
  told: string,
  describing = undefined as Awaited<ReturnType<typeof startIdp>> | undefined,
): Promise<void> {
  await using reader = await withFiles(path, [3000]);
  const idp = await startIdp(options);
  const at = reader.own('http://localhost:3000');
  const metadata = await (await fetch((describing ?? idp).metadataUrl)).text();
  const address = new URL(idp.metadataUrl).origin;
  await writeFile(
    join(reader.folder, 'idp.xml'),
    metadata.replaceAll(new URL((describing ?? idp).metadataUrl).origin, address),
  );
  await reader.type(
    'openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost -keyout saml.key -out saml.crt 2>&1',
  );
  await reader.leaveRunning(
    `WHO_SECRET='a secret of the tests, 32 bytes or more' node app.mjs`,
    'http://localhost:3000',
  );
  const page = await signIn(testBrowser(), `${at}/private`);
  expect([page.status, page.body]).toEqual([403, expect.stringContaining(code)]);
  expect(await (await fetch(`${at}/__who`)).text()).toContain(told);
}

async function signIn(browser: TestBrowser, url: string): Promise<Page> {
  const login = await browser.get(url);
  const form = { ...fieldsIn(login.body), username: 'ada', password: 'ada' };
  const { body } = await browser.post(new URL(actionOf(login.body), login.url).href, form);
  // What a script would send.
  return browser.post(actionOf(body), fieldsIn(body));
}
