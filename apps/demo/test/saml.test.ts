import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDevSamlIdp } from '@who/dev-saml-idp';
import { type Page, type TestBrowser, testBrowser } from '@who/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sendForm } from '../../../packages/testkit/test/send-form.js';
import { type DemoProcess, startDemo } from './demo-process.js';

async function signIn(browser: TestBrowser, { url }: Pick<DemoProcess, 'url'>): Promise<Page> {
  const login = await browser.get(`${url}/login/saml?came_from=%2Fprivate`);
  return sendForm(browser, await sendForm(browser, login, { username: 'zoe', password: 'zoe' }));
}

async function whoami(browser: TestBrowser, { url }: Pick<DemoProcess, 'url'>): Promise<unknown> {
  const { remoteUser, identifier, metadata } = JSON.parse((await browser.get(`${url}/whoami`)).body);
  return [remoteUser, identifier, metadata.attributes.mail];
}

describe('SAML', () => {
  let demo: DemoProcess;
  beforeAll(async () => {
    demo = await startDemo();
  });
  afterAll(() => demo.stop());

  it('signs in at the development identity provider, and leads back', async () => {
    const browser = testBrowser();
    expect((await browser.get(demo.url)).body).toContain('Sign in with SAML');
    const page = await signIn(browser, demo);
    expect([page.url.href, page.status]).toEqual([`${demo.url}/private`, 200]);
    expect(await whoami(browser, demo)).toEqual(['zoe', 'ticket', ['zoe@example.org']]);
  });

  it('signs out there, too', async () => {
    const [, idp = ''] = /^SAML identity provider: (\S+)/m.exec(demo.output()) ?? [];
    const browser = testBrowser();
    await signIn(browser, demo);
    expect((await browser.get(idp)).body).toContain('<strong>zoe</strong>');
    const page = await browser.visit(`${demo.url}/logout`, { method: 'POST', from: `${demo.url}/` });
    expect(page.url.href).toBe(`${demo.url}/`);
    expect((await browser.get(idp)).body).toContain('Nobody is signed in here.');
    expect(await whoami(browser, demo)).toEqual([null, null, undefined]);
  });

  it('shows what the identity provider has to know', async () => {
    const page = await testBrowser().get(`${demo.url}/login/saml/metadata`);
    expect([page.status, page.body.includes(`entityID="${demo.url}/login/saml/metadata"`)]).toEqual([200, true]);
  });
});

describe('SAML_IDP_METADATA', () => {
  it('names another identity provider, by a file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'who-demo-saml-'));
    const idp = await startDevSamlIdp();
    const file = join(folder, 'idp.xml');
    writeFileSync(file, (await testBrowser().get(idp.metadataUrl)).body);
    const demo = await startDemo({ SAML_IDP_METADATA: file });
    expect(demo.output()).not.toContain('SAML identity provider');
    const browser = testBrowser();
    expect((await signIn(browser, demo)).url.pathname).toBe('/private');
    const page = await browser.visit(`${demo.url}/logout`, { method: 'POST', from: `${demo.url}/` });
    expect(page.url.href).toBe(`${demo.url}/`);
    await Promise.all([demo.stop(), idp.close()]);
    rmSync(folder, { recursive: true });
  });
});
