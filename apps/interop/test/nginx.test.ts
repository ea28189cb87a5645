import { serve, testBrowser } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { startDemo } from '../../demo/test/demo-process.js';
import { describeForging, type Scene } from './forging/describe-forging.js';
import { hasNginx, startNginx } from './nginx.js';
import { freePort } from './ports.js';
import { listensOn } from './shibboleth-demo.js';

const needs = hasNginx ? '' : ' (skipped: needs nginx, and root)';
const COOKIE = 'sso=';

/** The demo behind nginx, which asks somebody else who the user is and says so in `REMOTE_USER`. */
async function start(): Promise<Scene> {
  // Knows people by a cookie. One of them has no name: then nginx sends no header at all.
  const judge = await serve((req, res) => {
    const user = new RegExp(`${COOKIE}(\\w*)`).exec(req.headers.cookie ?? '')?.[1];
    res
      .writeHead(user === undefined ? 401 : 200, user ? { 'X-User': user, 'X-Mail': `${user}@example.test` } : {})
      .end();
  });
  const port = await freePort();
  const demo = await startDemo({
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    HEADER_SSO: 'on',
    HEADER_SSO_TRUSTED: '127.0.0.1/32',
    HEADER_SSO_USER: 'REMOTE_USER',
    HEADER_SSO_SESSION: 'none',
    HEADER_SSO_ATTRIBUTES: 'mail',
  });
  const behind = listensOn(demo);
  const nginx = await startNginx(port, [
    'proxy_set_header Host $http_host;',
    `location / { proxy_pass ${behind.origin}; }`,
    'location = /login/sso {',
    'auth_request /judge;',
    'auth_request_set $user $upstream_http_x_user;',
    'auth_request_set $mail $upstream_http_x_mail;',
    'proxy_set_header Host $http_host;',
    'proxy_set_header REMOTE_USER $user;',
    'proxy_set_header mail $mail;',
    `proxy_pass ${behind.origin};`,
    '}',
    'location = /judge {',
    'internal;',
    `proxy_pass ${judge.url};`,
    'proxy_pass_request_body off;',
    'proxy_set_header Content-Length "";',
    '}',
  ]);
  return {
    front: new URL(nginx.url),
    behind,
    demo,
    student: 'student',
    studentHeader: `Cookie: ${COOKIE}student`,
    async stop() {
      await nginx.stop();
      await Promise.all([demo.stop(), judge.close()]);
    },
  };
}

describe.skipIf(!hasNginx)(`sign-in through nginx's auth_request${needs}`, () => {
  it('with a plain REMOTE_USER header', async () => {
    const scene = await start();
    try {
      const browser = testBrowser();
      const refused = await browser.get(`${scene.front.origin}/login/sso`);
      expect(refused.status).toBe(401);

      await browser.cookies.setCookie(`${COOKIE}student`, scene.front.href);
      await browser.get(`${scene.front.origin}/login/sso?came_from=/private`);
      expect(browser.page?.url.pathname).toBe('/private');
      const whoami = async (): Promise<unknown> => JSON.parse((await browser.get('/whoami')).body);
      expect(await whoami()).toMatchObject({
        remoteUser: 'student',
        identifier: 'ticket',
        metadata: { attributes: { mail: ['student@example.test'] } },
      });
      await browser.post('/logout', {});
      expect(await whoami()).toMatchObject({ remoteUser: null });
    } finally {
      await scene.stop();
    }
  });

  describe('forging', () => describeForging(start, ['a visitor', 'a student']));

  describe('forging, by somebody whom it knows without a name', () => {
    const nobody = { student: undefined, studentHeader: `Cookie: ${COOKIE}` };
    describeForging(async () => ({ ...(await start()), ...nobody }), ['a student']);
  });
});
