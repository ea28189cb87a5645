import { readFileSync } from 'node:fs';
import type { Page, TestBrowser } from '@who/testkit';

/** An account at the identity provider. */
export interface SamlUser {
  readonly password: string;
  readonly attributes: Readonly<Record<string, readonly string[]>>;
}

/** The accounts at the identity provider, by their login names. */
export const samlUsers: Readonly<Record<string, SamlUser>> = JSON.parse(
  readFileSync(new URL('../peers/saml-users.json', import.meta.url), 'utf8'),
);

/**
 * Opens a page that wants a sign-in, and signs in at the identity provider by its forms: the password, and those that
 * carry SAML messages from one server to the other, which a script would send.
 *
 * @returns the page that it ends at
 */
export async function signInBySaml(browser: TestBrowser, url: string, login: string): Promise<Page> {
  let page = await browser.get(url);
  const password = samlUsers[login]?.password ?? '';
  page = await submit(browser, page, { username: login, password });
  return submit(browser, page, {});
}

/** Sends a page's only form as it stands, with some fields filled in. */
async function submit(browser: TestBrowser, page: Page, fields: Readonly<Record<string, string>>): Promise<Page> {
  const [, attributes] = /<form\b([^>]*)>/.exec(page.body) ?? [];
  if (attributes === undefined) {
    throw new Error(`${page.url.href} answered ${page.status} and holds no form:\n${page.body}`);
  }
  const inputs = [...page.body.matchAll(/<input\b([^>]*)>/g)].map(([, input = '']) => input);
  const hidden = inputs
    .filter((input) => attribute(input, 'type') === 'hidden')
    .map((input) => [attribute(input, 'name') ?? '', attribute(input, 'value') ?? '']);
  const action = new URL(attribute(attributes, 'action') || page.url.href, page.url);
  return browser.post(action.href, { ...Object.fromEntries(hidden), ...fields });
}

function attribute(tag: string, name: string): string | undefined {
  const [, value] = new RegExp(`\\s${name}="([^"]*)"`).exec(tag) ?? [];
  return value
    ?.replace(/&#(?:x([\da-f]+)|(\d+));/gi, (_, hex, decimal) =>
      String.fromCodePoint(hex ? Number.parseInt(hex, 16) : Number(decimal)),
    )
    .replace(/&(lt|gt|quot|amp);/g, (_, name: keyof typeof ENTITIES) => ENTITIES[name]);
}

const ENTITIES = { lt: '<', gt: '>', quot: '"', amp: '&' };
