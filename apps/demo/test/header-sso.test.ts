import { type TestBrowser, testBrowser } from '@who/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoProcess, runDemo, startDemo } from './demo-process.js';

/** What Shibboleth's module for Apache adds to a request of somebody who has signed in. */
const signedIn = {
  'Shib-Session-ID': '_c92cd9d10d5465289ddd084e9877a493',
  eppn: 'student@example.test',
  affiliation: 'member@example.test;student@example.test',
  entitlement: 'urn:mace:example:one;http://example.test/a\\;b',
  mail: '',
  // Apache writes UTF-8, a byte at a time.
  cn: Buffer.from('Zoë Łukasz').toString('latin1'),
  REMOTE_USER: 'student@example.test',
};

const nobody = {
  ...signedIn,
  'Shib-Session-ID': '',
  eppn: '',
  affiliation: '',
  entitlement: '',
  cn: '',
  REMOTE_USER: '',
};

const newBrowser = (): TestBrowser => testBrowser({ follow: false });

describe('the demo behind a front-end server', () => {
  let demo: DemoProcess;
  beforeAll(async () => {
    demo = await startDemo({ HEADER_SSO: 'on' });
  });
  afterAll(async () => {
    await demo?.stop();
  });

  const whoami = async (browser: TestBrowser, headers = {}): Promise<object> =>
    JSON.parse((await browser.get(`${demo.url}/whoami`, headers)).body);

  it('signs in on one path, and stays signed in on the others without the headers', async () => {
    const browser = newBrowser();
    const arrival = await browser.get(
      `${demo.url}/login/sso?came_from=${encodeURIComponent('/private?a=b')}`,
      signedIn,
    );
    expect(arrival.status).toBe(302);
    expect(arrival.location?.href).toBe(`${demo.url}/private?a=b`);

    for (let i = 0; i < 2; i++) {
      expect(await whoami(browser)).toMatchObject({
        remoteUser: 'student@example.test',
        identifier: 'ticket',
        metadata: {
          attributes: {
            eppn: ['student@example.test'],
            affiliation: ['member@example.test', 'student@example.test'],
            entitlement: ['urn:mace:example:one', 'http://example.test/a;b'],
            cn: ['Zoë Łukasz'],
          },
        },
      });
    }
    expect((await browser.get(`${demo.url}/private`)).status).toBe(200);

    expect((await browser.post(`${demo.url}/logout`, {})).status).toBe(303);
    expect(await whoami(browser)).toMatchObject({ remoteUser: null, metadata: { attributes: {} } });
  });

  it('takes no headers anywhere else', async () => {
    expect(await whoami(newBrowser(), signedIn)).toMatchObject({ remoteUser: null });
    expect((await newBrowser().get(`${demo.url}/private`, signedIn)).status).toBe(302);
    expect((await newBrowser().get(`${demo.url}/login/sso/`, signedIn)).status).toBe(404);
  });

  it.each([
    ['nobody', nobody, 403, 'HEADER_SSO_NO_SESSION'],
    ['no session', { ...signedIn, 'Shib-Session-ID': undefined }, 403, 'HEADER_SSO_NO_SESSION'],
    ['two users', { ...signedIn, REMOTE_USER: ['eve', 'student@example.test'] }, 400, 'HEADER_SSO_AMBIGUOUS'],
    ['two spellings', { ...signedIn, 'Remote-User': 'eve' }, 400, 'HEADER_SSO_AMBIGUOUS'],
    ['another spelling', { ...signedIn, REMOTE_USER: undefined, 'Remote-User': 'eve' }, 400, 'HEADER_SSO_AMBIGUOUS'],
  ])('signs nobody in with %s', async (_, headers, status, code) => {
    const browser = newBrowser();
    const answer = await browser.get(`${demo.url}/login/sso`, headers);
    expect([answer.status, answer.setCookies]).toEqual([status, []]);
    expect(answer.body).toContain(code);
  });

  it.each(['https://evil.example/', '//evil.example/', '/\\evil.example', 'javascript:alert(1)', '/login/sso'])(
    'goes home instead of to %j',
    async (cameFrom) => {
      const answer = await newBrowser().get(
        `${demo.url}/login/sso?${new URLSearchParams({ came_from: cameFrom })}`,
        signedIn,
      );
      expect(answer.location?.href).toBe(`${demo.url}/`);
    },
  );

  it('offers it', async () => {
    for (const path of ['/', '/login'])
      expect((await newBrowser().get(demo.url + path)).body).toContain('/login/sso?came_from=');
  });
});

describe('the demo with other settings of its front end', () => {
  it('believes nobody who is not named', async () => {
    const demo = await startDemo({ HEADER_SSO: 'on', HEADER_SSO_TRUSTED: '192.0.2.0/24' });
    const answer = await newBrowser().get(`${demo.url}/login/sso`, signedIn);
    await demo.stop();
    expect([answer.status, answer.setCookies]).toEqual([403, []]);
  });

  it('does not look at headers unless asked to', async () => {
    const demo = await startDemo();
    const answer = await newBrowser().get(`${demo.url}/login/sso`, signedIn);
    await demo.stop();
    expect([answer.status, answer.setCookies]).toEqual([501, []]);
  });

  it('takes one header of a plain proxy', async () => {
    const demo = await startDemo({ HEADER_SSO: 'on', HEADER_SSO_USER: 'x-remote-user', HEADER_SSO_SESSION: 'none' });
    const browser = newBrowser();
    await browser.get(`${demo.url}/login/sso`, { 'X-Remote-User': 'alice' });
    const { body } = await browser.get(`${demo.url}/whoami`);
    await demo.stop();
    expect(JSON.parse(body)).toMatchObject({ remoteUser: 'alice' });
  });

  it.each(['*', '0.0.0.0/0', '10.0.0.1/8'])('does not start with %s as the trusted servers', async (trusted) => {
    const { code, output } = await runDemo({ HEADER_SSO: 'on', HEADER_SSO_TRUSTED: trusted });
    expect(code).toBe(1);
    expect(output).toContain('trustedPeers');
  });
});
