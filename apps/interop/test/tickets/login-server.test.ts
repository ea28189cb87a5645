import { expect, it } from 'vitest';
import { chromiumPath, launchChromium } from '../../../demo/test/browser.js';
import { hasLoginServer, startLoginServer } from './login-server.js';
import { startNodeApplication } from './node-application.js';
import { secret } from './verdicts.js';

const absent = [
  ...(chromiumPath === undefined ? ['Chromium'] : []),
  ...(hasLoginServer ? [] : ['the examples of libapache2-mod-auth-tkt, with Perl’s CGI and URI']),
];
const needs = absent.length > 0 ? ` (skipped: needs ${absent.join(', ')})` : '';

it.skipIf(absent.length > 0)(
  `a browser comes back from mod_auth_tkt’s login server on another domain${needs}`,
  async () => {
    const application = 'www.app.example.test';
    const from = ['http://login.example.test'] as const;
    await using login = await startLoginServer(secret);
    await using here = await startNodeApplication(application, {
      secrets: [secret],
      compat: 'mod_auth_tkt',
      queryTickets: { from },
    });
    const at = ({ url }: { readonly url: string }): string => new URL(url).host;
    const browser = await launchChromium(
      `--host-resolver-rules=MAP login.example.test ${at(login)}, MAP ${application} ${at(here)}`,
    );
    try {
      const context = await browser.newContext();
      const page = await context.newPage();
      const addresses: string[] = [];
      page.on('framenavigated', () => addresses.push(page.url()));

      const back = encodeURIComponent(`http://${application}/page?x=1`);
      await page.goto(`http://login.example.test/login.cgi?back=${back}`);
      await page.fill('input[name=username]', 'alice');
      await page.fill('input[name=password]', 'alice');
      await page.click('input[type=submit]');
      await page.waitForURL(`http://${application}/page?x=1`);
      expect(await page.textContent('body')).toBe('"alice"');
      // The address with the ticket is in no history.
      expect(addresses.filter((address) => address.includes('auth_tkt='))).toEqual([]);

      // Somebody else's link, with a ticket as good.
      const cookies = await context.cookies('http://login.example.test/');
      const ticket = cookies.find(({ name }) => name === 'auth_tkt')?.value ?? '';
      expect(ticket).not.toBe('');
      const stranger = await browser.newContext();
      const other = await stranger.newPage();
      await other.goto(`http://${application}/page?auth_tkt=${decodeURIComponent(ticket)}`);
      expect(other.url()).toBe(`http://${application}/page`);
      expect(await other.textContent('body')).toBe('null');
    } finally {
      await browser.close();
    }
  },
);
