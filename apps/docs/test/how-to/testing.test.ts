import { describe, expect, it } from 'vitest';
import { chromiumPath } from '../../../demo/test/browser.js';
import { follow, withFiles } from './follow.js';

const path = 'how-to/testing.md';
const needs = chromiumPath === undefined ? ' (skipped: Chromium is not installed)' : '';

describe('testing your application', () => {
  it.skipIf(chromiumPath === undefined)(`goes as the page says${needs}`, () => follow(path, [], {}));

  it('goes wrong as the page says', async () => {
    await using reader = await withFiles(path, []);
    await reader.save('wrong.mjs', WRONG);
    const refused = expect.stringContaining('Refused at "/login/cas": CAS_STATE_MISSING');
    expect((await reader.type('node wrong.mjs 2>&1')).split('\n')).toEqual([
      refused,
      'another browser: 403',
      refused,
      'another host: 403',
      'another engine: nobody',
      '',
    ]);
  });
});

const WRONG = `
import { nodeRequest, whoListener } from '@who/connect';
import { serve, signedInAs, testBrowser } from '@who/testkit';
import { createEngine } from './app.mjs';
import { start } from './start.mjs';

const over = [];
const { url, cas } = await start({ after: (end) => over.push(end) });
const arrive = async (sender, at, arriver) => {
  const sent = await sender.visit(at + '/report', { follow: false });
  const service = sent.location.searchParams.get('service');
  return (await arriver.get(service + '&ticket=' + cas.issueTicket({ userid: 'ada', service }))).status;
};
console.log('another browser:', await arrive(testBrowser(), url, testBrowser()));
const one = testBrowser();
console.log('another host:', await arrive(one, url.replace('localhost', '127.0.0.1'), one));

const who = createEngine({ publicUrl: url, casUrl: cas.url, secret: 'a secret of the tests, 32 bytes or more' });
const ask = (req, res) => res.end(who.api(nodeRequest(req)).identity?.userid ?? 'nobody');
const server = await serve(whoListener(signedInAs('ada', who), ask));
console.log('another engine:', (await testBrowser().get(server.url)).body);
await server.close();
for (const end of over) await end();
`;
