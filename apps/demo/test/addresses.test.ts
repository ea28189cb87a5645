import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { testBrowser } from '@who/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoProcess, startDemo } from './demo-process.js';

describe('the addresses of the demo', () => {
  let demo: DemoProcess;
  beforeAll(async () => {
    demo = await startDemo({ HEADER_SSO: 'on' });
  });
  afterAll(async () => {
    await demo?.stop();
  });

  /** Sends a target as it stands, as a browser with a page load would. */
  async function ask(target: string, method = 'GET'): Promise<string> {
    const { port } = new URL(demo.url);
    const socket = connect({ host: 'localhost', port: Number(port) });
    const head = ['Host: localhost', 'Accept: text/html', 'Shib-Session-ID: _1', 'eppn: eve', 'Connection: close'];
    socket.write(`${method} ${target} HTTP/1.1\r\n${head.join('\r\n')}\r\n\r\n`, 'latin1');
    return text(socket);
  }

  it.each([
    'http://localhost/private',
    'http://localhost/private/../login',
    'HTTP://x/private/..',
    'http://x/private\\..\\y',
    'http:///private',
    'http://x:99999/private',
    'xyz://x/private',
    'x:///login/sso',
    'http://localhost/login/sso',
    'private',
    '?',
    '*',
  ])('do not include %s, which is no path', async (target) => {
    expect(await ask(target)).toMatch(/^HTTP\/1\.1 400 /);
  });

  it.each([
    '//private',
    '/private/',
    '/private/x',
    '/PRIVATE',
    '/%70rivate',
    '/private%2f',
    '/private%3Fa',
    '/private#',
    '/private#?a',
    '/private\\',
    '/private\\..#',
    '/private\\x\\..\\..#?a',
    '/private;x',
    '/private.',
    '/./private',
    '/x/../private',
    '/x/%2e%2e/private',
    '/private/..',
    '/private/.',
    '/login/../login/sso',
    '/login/sso/',
    '/login//sso',
    '/login/sso#',
    '/\\login/sso',
  ])('are compared to the letter: %s is none', async (target) => {
    const answer = await ask(target);
    expect(answer).toMatch(/^HTTP\/1\.1 404 /);
    expect(answer).not.toMatch(/only people who are signed in|auth_tkt/i);
  });

  it('are the same for the guard and the page', async () => {
    for (const target of ['/private', '/private?', '/private?/login', '/private??']) {
      expect(await ask(target), target).toMatch(/^HTTP\/1\.1 302 /);
      expect(await ask(target, 'HEAD'), target).toMatch(/^HTTP\/1\.1 302 /);
    }
  });

  it('tell what may be asked of them, whoever asks', async () => {
    for (const [target, allowed] of [
      ['/private', 'GET, HEAD, OPTIONS'],
      ['/login', 'GET, HEAD, POST, OPTIONS'],
    ] as const) {
      const browser = testBrowser({ follow: false });
      const preflight = {
        Origin: 'https://other.example',
        'Sec-Fetch-Mode': 'cors',
        'Access-Control-Request-Method': 'GET',
      };
      const options = await browser.visit(demo.url + target, { method: 'OPTIONS', headers: preflight });
      expect([options.status, options.header('allow'), options.header('www-authenticate')]).toEqual([
        204,
        allowed,
        undefined,
      ]);
    }
    const wrong = await testBrowser().visit(`${demo.url}/whoami`, { method: 'DELETE' });
    expect([wrong.status, wrong.header('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
    expect(await ask('*', 'OPTIONS')).toMatch(/^HTTP\/1\.1 404 /);
  });
});
