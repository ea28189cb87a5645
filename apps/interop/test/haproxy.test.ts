import { testBrowser } from '@who/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDemo } from '../../demo/test/demo-process.js';
import { EVIL, FORGED } from './forging/attempt.js';
import { describeForging, type Scene } from './forging/describe-forging.js';
import { hasHaproxy, startHaproxy } from './haproxy.js';
import { inOrder } from './in-order.js';
import { freePort } from './ports.js';
import { cookiesIn, sendRaw } from './raw-http.js';
import { listensOn } from './shibboleth-demo.js';

const needs = hasHaproxy ? '' : ' (skipped: needs HAProxy)';
const CREDENTIALS = `Authorization: Basic ${btoa('student:a-password')}`;

/** The demo behind HAProxy, which asks for a password on one path, and says there in `REMOTE_USER` whose it was. */
function start(): Promise<Scene> {
  return inOrder(async (keep) => {
    const port = await freePort();
    const demo = keep(
      await startDemo({
        PUBLIC_URL: `http://127.0.0.1:${port}`,
        HEADER_SSO: 'on',
        HEADER_SSO_TRUSTED: '127.0.0.1/32',
        HEADER_SSO_USER: 'REMOTE_USER',
        HEADER_SSO_SESSION: 'none',
        HEADER_SSO_ATTRIBUTES: 'mail',
      }),
    );
    const behind = listensOn(demo);
    const { url } = keep(
      await startHaproxy(port, behind, 'user student insecure-password a-password', [
        'acl sso path /login/sso',
        'http-request auth realm Example if sso !{ http_auth(people) }',
        'http-request set-header REMOTE_USER %[http_auth_user] if sso',
        'http-request set-header mail %[http_auth_user]@example.test if sso',
        'http-request del-header Authorization',
      ]),
    );
    return { front: new URL(url), behind, demo, student: 'student', studentHeader: CREDENTIALS };
  });
}

describe.skipIf(!hasHaproxy)(`sign-in through HAProxy${needs}`, () => {
  // It finds the path in an absolute target as in any other, and passes the target on as it came.
  describe('targets as they came', () => {
    let scene: Scene;
    beforeAll(async () => {
      scene = await start();
    });
    afterAll(() => scene?.stop());

    /** Every way that somebody may ask for a path in full. */
    const forms = [
      'http://HOST',
      'HTTP://HOST',
      'https://HOST',
      'http://user@HOST',
      'http://elsewhere.example.test',
      'HOST',
    ];
    const paths = [
      '/login/sso',
      '/whoami',
      '/whoami/../login/sso',
      '/./login/sso',
      '//login/sso',
      '/whoami?/login/sso',
      '',
    ];
    const targets = forms.flatMap((form) => paths.map((path) => form + path));

    it.each(targets)('signs in nobody at %s', async (target) => {
      const { host, port } = scene.front;
      for (const method of ['GET', 'POST', 'CONNECT', 'OPTIONS']) {
        for (const more of [FORGED, [CREDENTIALS, ...FORGED]]) {
          const head = [`${method} ${target.replace('HOST', host)} HTTP/1.1`, `Host: ${host}`, 'Connection: close'];
          const text = [...head, ...more, 'Content-Length: 0', '', ''].join('\r\n');
          const received = await sendRaw({ port: Number(port), text });
          expect(received, text).not.toContain(EVIL);
          expect(cookiesIn(received, 'auth_tkt'), text).toEqual([]);
          // HAProxy asks for a password, refuses, or says 502 where Node hangs up, as it does on CONNECT; what reaches
          // our side is refused there.
          expect(received, text).toMatch(/^HTTP\/1\.[01] (400|401|502) /);
        }
      }
    });

    it('signs in whom HAProxy names, where the target is a path', async () => {
      const browser = testBrowser({ headers: { Authorization: CREDENTIALS.replace(/^\S+ /, '') } });
      await browser.get(`${scene.front.origin}/login/sso?came_from=/private`);
      expect(browser.page?.url.pathname).toBe('/private');
      expect(JSON.parse((await browser.get('/whoami')).body)).toMatchObject({ remoteUser: 'student' });
    });
  });

  describe('forging', () => describeForging(start, ['a visitor', 'a student']));
});
