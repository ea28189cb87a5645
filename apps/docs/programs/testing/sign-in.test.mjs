import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testBrowser } from '@who/testkit';
import { start } from './start.mjs';

/** Goes to a page as somebody who types the right password at CAS. */
async function signIn(browser, { url, cas }, userid) {
  const sent = await browser.visit(`${url}/report`, { follow: false });
  const service = sent.location?.searchParams.get('service') ?? '';
  const back = new URL(service);
  back.searchParams.set('ticket', cas.issueTicket({ userid, service }));
  return browser.get(back.href);
}

test('ada signs in, and is known from then on', async (t) => {
  const site = await start(t);
  const browser = testBrowser();
  const page = await signIn(browser, site, 'ada');
  assert.deepEqual([page.url.href, page.body], [`${site.url}/report`, 'The report, for ada\n']);
  assert.equal((await browser.get(`${site.url}/report`)).via.length, 0);
});

test('who signs out at CAS is signed out here', async (t) => {
  const site = await start(t);
  const browser = testBrowser();
  await signIn(browser, site, 'ada');
  await site.cas.endSessions('ada');
  assert.equal((await browser.get(`${site.url}/report`)).url.pathname, '/cas/login');
});

test('a sign-in ends after two hours without a page', async (t) => {
  const site = await start(t);
  const browser = testBrowser();
  await signIn(browser, site, 'ada');
  site.clock.advance(2 * 3600_000 + 1000);
  assert.equal((await browser.get(`${site.url}/report`)).url.pathname, '/cas/login');
});

test('nobody is signed in while CAS does not answer', async (t) => {
  const site = await start(t);
  site.cas.faults.set({ validate: 'status-503' });
  const page = await signIn(testBrowser(), site, 'ada');
  assert.equal(page.status, 503);
});
