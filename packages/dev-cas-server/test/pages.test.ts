import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { browser, start } from './helpers.js';

const evil = `http://app.example.test/"><script>alert('1')</script>&amp;`;

async function pages(): Promise<[name: string, response: Response][]> {
  const server = await start({
    users: [{ userid: '<b>"ada\'', password: '<i>&' }],
    serviceAllowed: ({ hostname }) => hostname === 'app.example.test',
  });
  const client = browser(server);
  const query = (name: string, value = evil): string => `?${new URLSearchParams({ [name]: value })}`;
  return [
    ['form', await client.get(`/login${query('service')}`)],
    ['wrong password', await client.signIn({ username: evil, password: evil, service: evil })],
    ['bad service', await client.get(`/login${query('service', `x${evil}`)}`)],
    ['service not allowed', await client.get(`/login${query('service', evil.replace('app', 'evil'))}`)],
    ['redirect', await client.signIn({ username: '<b>"ada\'', password: '<i>&', service: evil })],
    ['signed in', await client.get('/login')],
    ['posted ticket', await client.get(`/login${query('service')}&method=POST`)],
    ['ticket in headers', await client.get(`/login${query('service')}&method=HEADER`)],
    ['signed out', await client.get(`/logout${query('url')}`)],
    ['not found', await client.get(`/${encodeURIComponent(evil)}`)],
    ['twice', await client.get('/login?renew=<b>&renew=2')],
  ];
}

const scriptOf = (page: string): string | undefined => /<script>([\s\S]*?)<\/script>/i.exec(page)?.[1];
const sourceOf = (text = ''): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

describe('every page', () => {
  it('is for development only, accessible in outline, and free of scripts that are not its own, and of assets', async () => {
    for (const [name, response] of await pages()) {
      const page = await response.text();
      expect(page, name).toContain('<strong>For development only.</strong> Never use this server in production.');
      expect(page, name).toMatch(/^<!doctype html>\n<html lang="en">/);
      expect(page, name).toContain('<meta name="viewport" content="width=device-width, initial-scale=1">');
      expect(page.match(/<h1>/g), name).toHaveLength(1);
      expect(page.match(/<main>/g), name).toHaveLength(1);
      expect(page, name).not.toMatch(/<img|<link|src=|style=|@import|url\(/i);
    }
  });

  it('escapes whatever came with the request or the options', async () => {
    for (const [name, response] of await pages()) {
      const page = await response.text();
      expect(scriptOf(page), name).toBe(name === 'posted ticket' ? 'document.forms[0].submit();' : undefined);
      expect(page, name).not.toContain("('1')");
      expect(page, name).not.toMatch(/<[bi]>/);
    }
  });

  it('has a policy that allows its own style sheet and nothing else', async () => {
    for (const [name, response] of await pages()) {
      const page = await response.text();
      const script = scriptOf(page);
      const leads = ['form', 'wrong password', 'posted ticket'].includes(name);
      expect(response.headers.get('content-security-policy'), name).toBe(
        `default-src 'none'; style-src ${sourceOf(/<style>([\s\S]*)<\/style>/.exec(page)?.[1])}; ` +
          `${script ? `script-src ${sourceOf(script)}; ` : ''}form-action 'self'${leads ? ' http: https:' : ''}; ` +
          "base-uri 'none'; frame-ancestors 'none'",
      );
      expect(response.headers.get('x-content-type-options'), name).toBe('nosniff');
      expect(response.headers.get('referrer-policy'), name).toBe('no-referrer');
      expect(response.headers.get('cache-control'), name).toBe('no-store');
    }
  });
});

describe('the login page', () => {
  it('labels its fields and puts the keyboard where it is needed', async () => {
    const client = browser(await start());
    const page = await (await client.get('/login')).text();
    for (const id of ['username', 'password']) {
      expect(page).toContain(`<label for="${id}">`);
      expect(page).toMatch(new RegExp(`<input id="${id}" name="${id}"`));
    }
    expect(page).toMatch(/id="username"[^>]* autofocus>/);
    expect(page.match(/autofocus/g)).toHaveLength(1);

    const again = await (await client.signIn({ username: 'ada', password: 'x' })).text();
    expect(again).toMatch(/id="password"[^>]* autofocus aria-describedby="problem">/);
    expect(again).toContain('<p class="problem" id="problem" role="alert">');
    expect(again.match(/autofocus/g)).toHaveLength(1);
  });

  it('has colours for light and dark', async () => {
    const page = await (await browser(await start()).get('/login')).text();
    expect(page).toContain('@media (prefers-color-scheme: dark)');
    expect(page).toContain('<meta name="color-scheme" content="light dark">');
  });
});
