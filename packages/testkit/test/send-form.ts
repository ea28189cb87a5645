import type { Page, TestBrowser } from '../src/index.js';

/**
 * Sends the form of a page as it stands, with some fields filled in.
 *
 * @param follow whether redirects are followed this time. @default as the browser does
 */
export function sendForm(
  browser: TestBrowser,
  page: Page,
  values: Readonly<Record<string, string>> = {},
  follow?: boolean | undefined,
): Promise<Page> {
  const decoded = (text = ''): string => text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name) => ENTITIES[name] ?? '');
  const action = decoded(/<form[^>]* action="([^"]*)"/.exec(page.body)?.[1]);
  const hidden = [...page.body.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)];
  const fields = Object.fromEntries(hidden.map(([, name, value]) => [name, decoded(value)]));
  return browser.visit(new URL(action, page.url).href, { method: 'POST', body: { ...fields, ...values }, follow });
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
