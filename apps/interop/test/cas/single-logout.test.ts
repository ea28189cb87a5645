import type { TestBrowser } from '@who/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type RedisServer,
  redisIsThere,
  startRedis,
} from '../../../../packages/plugin-metadata-cache-redis/test/redis-server.js';
import { type DemoProcess, startDemo } from '../../../demo/test/demo-process.js';
import { type Lemonldap, missing, startLemonldap, unless } from './peers.js';
import { newBrowser, signIn, whoami } from './sign-in.js';

const absent = [...missing, ...(redisIsThere ? [] : ['redis-server'])];

describe.skipIf(absent.length > 0).each(['http', 'https'] as const)(
  `a logout at LemonLDAP::NG by %s, and two demos over one Redis${unless(...absent)}`,
  (scheme) => {
    let peer: Lemonldap;
    let redis: RedisServer;
    let one: DemoProcess;
    let other: DemoProcess;
    beforeAll(async () => {
      [peer, redis] = await Promise.all([startLemonldap(scheme), startRedis()]);
      const env = {
        CAS_URL: peer.url,
        REDIS_URL: redis.url,
        AUTH_TKT_SECRET: 'a secret of the interop tests, 32 bytes or more',
        ...(peer.ca ? { NODE_EXTRA_CA_CERTS: peer.caFile } : {}),
      };
      [one, other] = await Promise.all([startDemo(env), startDemo(env)]);
    });
    afterAll(async () => {
      await Promise.all([one?.stop(), other?.stop(), peer?.stop()]);
      await redis?.stop();
    });

    const users = (browser: TestBrowser): Promise<unknown[]> =>
      Promise.all([one, other].map(async (demo) => (await whoami(browser, demo))['remoteUser']));

    it('ends the session at both, and nobody else’s', async () => {
      const [browser, bystander] = [newBrowser(peer), newBrowser(peer)];
      await signIn(browser, peer, one, 'dwho');
      await signIn(bystander, peer, other, 'zoe');
      expect(await users(browser)).toEqual(['dwho', 'dwho']);
      await browser.get(`${peer.url}/logout`);
      expect(await users(browser)).toEqual([null, null]);
      expect(await users(bystander)).toEqual(['zoe', 'zoe']);
      const { metadata } = await whoami(bystander, one);
      expect(metadata).toMatchObject({ attributes: { cn: ['Zoë Łukasz 日本'] } });
    });

    it('ends every session that the user began from there', async () => {
      const browser = newBrowser(peer);
      await signIn(browser, peer, one, 'rtyler');
      const first = browser.cookie('auth_tkt', one.url) ?? '';
      await signIn(browser, peer, other, 'rtyler');
      const earlier = newBrowser(peer);
      earlier.cookies.setCookieSync(`auth_tkt=${first}`, one.url);
      expect([await users(earlier), await users(browser)]).toEqual([
        ['rtyler', 'rtyler'],
        ['rtyler', 'rtyler'],
      ]);
      await browser.get(`${peer.url}/logout`);
      expect([await users(earlier), await users(browser)]).toEqual([
        [null, null],
        [null, null],
      ]);
    });

    it('leaves who has signed out and in again alone', async () => {
      const browser = newBrowser(peer);
      await signIn(browser, peer, one, 'msmith');
      await browser.get(`${other.url}/`);
      const page = await browser.post(`${other.url}/logout`, {});
      expect(page.location?.href).toMatch(`${peer.url}/logout`);
      expect(await users(browser)).toEqual([null, null]);
      await browser.get(page.location?.href ?? '');
      await signIn(browser, peer, other, 'msmith');
      expect(await users(browser)).toEqual(['msmith', 'msmith']);
    });
  },
);
