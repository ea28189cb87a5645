import { describe, expect, it } from 'vitest';
import { sendForm } from '../../testkit/test/send-form.js';
import { newBrowser, signIn, site, userOf } from './support.js';

describe('a logout', () => {
  it('at an application leads here, asks, and leads back', async () => {
    const app = await site();
    const browser = newBrowser();
    await signIn(browser, `${app.url}/private`);
    const asks = await browser.visit(`${app.url}/logout`, { method: 'POST', from: `${app.url}/` });
    expect(asks.body).toContain('You are signed in here as <strong>zoe</strong>.');
    const back = await sendForm(browser, asks, { answer: 'yes' });
    expect([back.url.href, userOf(back)]).toEqual([`${app.url}/`, null]);
    expect((await browser.get(app.provider.issuer)).body).toContain('Nobody is signed in here.');
    expect((await browser.get(`${app.url}/private`)).body).toContain('name="password"');
    expect(app.warnings).toEqual([]);
  });

  it('may be left at that', async () => {
    const app = await site();
    const browser = newBrowser();
    await signIn(browser, `${app.url}/private`);
    const asks = await browser.visit(`${app.url}/logout`, { method: 'POST', from: `${app.url}/` });
    const back = await sendForm(browser, asks, { answer: 'no' });
    expect(back.url.href).toBe(`${app.url}/`);
    expect((await browser.get(app.provider.issuer)).body).toContain('<strong>zoe</strong>');
    const twice = await sendForm(browser, asks, { answer: 'yes' });
    expect([twice.status, app.logoutTokens()]).toEqual([403, 0]);
  });

  it('cannot be answered by another browser', async () => {
    const app = await site();
    const [browser, other] = [newBrowser(), newBrowser()];
    await signIn(browser, `${app.url}/private`);
    const asks = await browser.get(app.provider.issuer);
    expect((await sendForm(other, asks, { answer: 'yes' })).status).toBe(403);
    expect((await browser.get(app.provider.issuer)).body).toContain('<strong>zoe</strong>');
  });

  it('here ends the session there, by the back channel', async () => {
    const app = await site();
    const [browser, bystander] = [newBrowser(), newBrowser()];
    await signIn(browser, `${app.url}/private`, 'zoe');
    await signIn(bystander, `${app.url}/private`, 'ada');
    const page = await sendForm(browser, await browser.get(app.provider.issuer), { answer: 'yes' });
    expect(page.body).toContain('were told so');
    expect(userOf(await browser.get(`${app.url}/`))).toBe(null);
    expect(userOf(await bystander.get(`${app.url}/`))).toBe('ada');
    expect([app.logoutTokens(), app.warnings]).toEqual([1, []]);
  });

  it('here ends the session there, by frames', async () => {
    const app = await site({ channel: 'front', plugin: { logoutChannel: 'front' } });
    const browser = newBrowser();
    await signIn(browser, `${app.url}/private`);
    const page = await sendForm(browser, await browser.get(app.provider.issuer), { answer: 'yes' });
    expect(page.body).toContain('are being told so');
    const [, frame = ''] = /<iframe src="([^"]*)"/.exec(page.body) ?? [];
    const { searchParams, origin } = new URL(frame.replaceAll('&amp;', '&'));
    expect([origin, ...searchParams.keys()]).toEqual([app.url, 'iss', 'sid']);
    expect(userOf(await browser.get(`${app.url}/`))).toBe('zoe');
    expect((await browser.get(frame.replaceAll('&amp;', '&'))).status).toBe(200);
    expect(userOf(await browser.get(`${app.url}/`))).toBe(null);
    expect(app.logoutTokens()).toBe(0);
  });

  it('without a browser tells whom it can', async () => {
    const app = await site();
    const [zoe, ada] = [newBrowser(), newBrowser()];
    await signIn(zoe, `${app.url}/private`, 'zoe');
    await signIn(ada, `${app.url}/private`, 'ada');
    await app.provider.endSessions('zoe');
    expect(userOf(await zoe.get(`${app.url}/`))).toBe(null);
    expect(userOf(await ada.get(`${app.url}/`))).toBe('ada');
    await app.provider.endSessions();
    expect(userOf(await ada.get(`${app.url}/`))).toBe(null);
  });

  it('says who did not take it', async () => {
    const app = await site({ client: { backchannelLogoutUri: 'http://localhost:9/login/oidc' } });
    const browser = newBrowser();
    await signIn(browser, `${app.url}/private`);
    await app.provider.endSessions();
    expect(app.warnings).toEqual([expect.stringContaining('app did not take the logout')]);
  });
});
