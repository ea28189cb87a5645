import type { AuthTktOptions } from '@who/plugin-auth-tkt';
import type { TestServer } from '@who/testkit';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chromiumPath, launchChromium } from '../../../demo/test/browser.js';
import { startNodeApplication } from './node-application.js';
import { type Framework, hasFramework, startPythonApplication } from './python-application.js';

const HOST = 'www.app.example.test';
const secret = 'a shared secret of the interop tests';
const otherSecret = 'another secret of the interop tests!';

const absent = [
  ...(chromiumPath === undefined ? ['Chromium'] : []),
  ...(['repoze', 'pyramid'] as const).flatMap((framework) => (hasFramework(framework) ? [] : `Python's ${framework}`)),
];
const needs = absent.length > 0 ? ` (skipped: needs ${absent.join(', ')})` : '';

/** The other side, and the two sides' own options of the cookie. */
type Pair = [title: string, framework: Framework, theirs: object, ours: Omit<AuthTktOptions, 'secrets'>];

const md5: Pair[3] = { digest: 'md5' };
const typed: Pair[3] = { digest: 'sha512', useridTypes: 'pyramid' };
const parent = { parent_domain: true };
const REPOZE: Pair = ['repoze.who', 'repoze', {}, md5];
const PYRAMID: Pair = ['Pyramid', 'pyramid', {}, typed];
const PARENT: Pair = ['Pyramid with parent_domain', 'pyramid', parent, typed];
/** Pairs of which both sides write the same cookie, so that what happens there counts here at once. */
const ONE_COOKIE: readonly Pair[] = [
  REPOZE,
  ['Pyramid, with its domain', 'pyramid', {}, { ...typed, domain: HOST }],
  ['Pyramid with parent_domain, with the same', 'pyramid', parent, { ...typed, domain: 'app.example.test' }],
];

describe.skipIf(absent.length > 0)(`one browser, our application and another${needs}`, () => {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  beforeAll(async () => {
    browser = await launchChromium('--host-resolver-rules=MAP *.example.test 127.0.0.1');
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    context = await browser.newContext();
    page = await context.newPage();
  });
  afterEach(() => context.close());

  /** Visits a page of an application. @returns who it takes the visitor for */
  async function go({ url }: { readonly url: string }, path = '/whoami'): Promise<string | null> {
    const response = await page.goto(`http://${HOST}:${new URL(url).port}${path}`);
    return JSON.parse((await response?.text()) ?? '') as string | null;
  }

  /** Starts both sides for a test. */
  async function between(
    [, framework, theirs, ours]: Pair,
    test: (there: Side, here: Side) => Promise<void>,
  ): Promise<void> {
    const there = await startPythonApplication(framework, { secret, ...theirs });
    try {
      await using here = await startNodeApplication(HOST, { secrets: [secret], ...ours });
      await test(there, here);
    } finally {
      await there.stop();
    }
  }

  const seenBy = async (...sides: readonly Side[]): Promise<(string | null)[]> => {
    const names = [];
    for (const side of sides) names.push(await go(side));
    return names;
  };

  it.each([REPOZE, PYRAMID, PARENT, ...ONE_COOKIE.slice(1)])('signs in at %s, out here', (...pair) =>
    between(pair, async (there, here) => {
      await go(there, '/login/alice?tokens=editor,staff');
      expect(await seenBy(there, here)).toEqual(['alice', 'alice']);
      await go(here, '/logout');
      expect(await seenBy(there, here)).toEqual([null, null]);
    }),
  );

  it.each([REPOZE, PYRAMID, PARENT, ...ONE_COOKIE.slice(1)])('signs in at %s, here as somebody else', (...pair) =>
    between(pair, async (there, here) => {
      await go(there, '/login/alice');
      await go(here, '/login/bob');
      expect(await seenBy(there, here)).toEqual(['bob', 'bob']);
    }),
  );

  it.each(ONE_COOKIE)('signs in here, out at %s, in here, in there as somebody else', (...pair) =>
    between(pair, async (there, here) => {
      await go(here, '/login/alice');
      expect(await seenBy(there, here)).toEqual(['alice', 'alice']);
      await go(there, '/logout');
      expect(await seenBy(there, here)).toEqual([null, null]);
      await go(here, '/login/alice');
      await go(there, '/login/bob');
      expect(await seenBy(there, here)).toEqual(['bob', 'bob']);
    }),
  );

  it.each([REPOZE, PYRAMID])('has any name at %s and here', (...pair) =>
    between(pair, async (there, here) => {
      for (const name of ['josé', 'user@example.org', 'idp!sp!id=']) {
        for (const [first, second] of [
          [there, here],
          [here, there],
        ] as const) {
          await go(first, `/login/${encodeURIComponent(name)}`);
          expect(await seenBy(second)).toEqual([name]);
          await go(here, '/logout');
        }
      }
    }),
  );

  it.each([REPOZE, PYRAMID])(
    'signs in here beside a sign-in at %s with another secret',
    (...[title, framework, , ours]) =>
      between([title, framework, { secret: otherSecret }, ours], async (there, here) => {
        await go(there, '/login/alice');
        expect(await seenBy(there, here)).toEqual(['alice', null]);
        await go(here, '/login/bob');
        expect(await seenBy(here)).toEqual(['bob']);
        await go(here, '/logout');
        expect(await seenBy(here)).toEqual([null]);
      }),
  );
});

/** One of the two applications. */
type Side = Pick<TestServer, 'url'>;
