import type { IncomingMessage, ServerResponse } from 'node:http';
import { nodeRequest } from '@who/connect';
import { createWho, isOwnRequest, type Logger } from '@who/core';
import { serve, type TestServer } from '@who/testkit';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, launchChromium } from './browser.js';

const needs = chromiumPath === undefined ? ' (skipped: Chromium is not installed)' : '';

/** What the application makes of a posted form. */
interface Seen {
  readonly own: boolean;
  readonly origin: string | undefined;
  readonly metadata?: string | undefined;
}

// Over http to anything but this machine, browsers send no Fetch Metadata, so `Origin` is all that there is.
describe.skipIf(chromiumPath === undefined)(`forms over plain http, in a browser${needs}`, () => {
  let browser: Browser;
  let server: TestServer;
  let port: string;
  const warnings: string[] = [];

  /** A form that posts itself to the application, on a page with a `Referrer-Policy` from its header or its markup. */
  function form(query: URLSearchParams, res: ServerResponse): void {
    const [header, meta] = [query.get('header'), query.get('meta')];
    res.setHeader('Content-Type', 'text/html');
    if (header) res.setHeader('Referrer-Policy', header);
    res.end(`<!doctype html>${meta ? `<meta name="referrer" content="${meta}">` : ''}
      <form method="post" action="http://app.intranet:${port}/post"><button>Send</button></form>`);
  }

  beforeAll(async () => {
    const logger: Logger = { debug() {}, warn: (message) => warnings.push(message), error() {} };
    const application = (req: IncomingMessage, res: ServerResponse): void => {
      const url = new URL(req.url ?? '/', 'http://localhost');
      if (url.pathname === '/form') form(url.searchParams, res);
      else {
        const { exchange } = createWho({ publicUrl: `http://app.intranet:${port}`, plugins: {}, logger }).api(
          nodeRequest(req),
        );
        const metadata = exchange.header('sec-fetch-site');
        const seen: Seen = { own: isOwnRequest(exchange), origin: exchange.header('origin'), metadata };
        res.end(JSON.stringify(seen));
      }
    };
    [browser, server] = await Promise.all([
      launchChromium('--host-resolver-rules=MAP *.intranet localhost'),
      serve(application),
    ]);
    port = new URL(server.url).port;
  }, 60_000);
  afterAll(async () => {
    await Promise.all([browser?.close(), server?.close()]);
  });

  const post = async (host: string, policy: Readonly<Record<string, string>>): Promise<Seen> => {
    const page = await browser.newPage();
    try {
      await page.goto(`http://${host}:${port}/form?${new URLSearchParams(policy)}`);
      await page.getByRole('button').click();
      await page.waitForURL('**/post');
      return JSON.parse(await page.locator('body').innerText());
    } finally {
      await page.close();
    }
  };

  it.each([
    {},
    { header: 'same-origin' },
    { header: 'strict-origin' },
    { header: 'strict-origin-when-cross-origin' },
    // What a front end may add to every response, taken back by the page.
    { header: 'no-referrer', meta: 'same-origin' },
  ])('are own ones from a page with %j', async (policy) => {
    expect(await post('app.intranet', policy)).toEqual({ own: true, origin: `http://app.intranet:${port}` });
  });

  it('cannot be told from those of others on a page with no-referrer, and the log says what to do', async () => {
    expect(await post('app.intranet', { header: 'no-referrer' })).toEqual({ own: false, origin: 'null' });
    expect(warnings).toContainEqual(expect.stringContaining('"Referrer-Policy: same-origin"'));
  });

  it.each([{}, { header: 'no-referrer' }, { header: 'same-origin' }, { header: 'unsafe-url' }])(
    'are none of its own from another site with %j',
    async (policy) => {
      for (const host of ['evil.intranet', 'sub.app.intranet']) {
        expect(await post(host, policy)).toEqual({ own: false, origin: expect.stringMatching(/^(?:null|http:)/) });
      }
    },
  );
});
