import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { sessionIdOf } from '@who/sso';
import type { NextHandleFunction } from 'connect';
import express from 'express';
import { describe, expect, it } from 'vitest';
import { casSessions } from '../../src/index.js';
import { fakeStore } from '../sessions/support.js';
import { site } from '../site.js';
import { CAS_URL } from '../support.js';
import { logoutForm, logoutRequest } from './support.js';

interface Recorded {
  readonly body: string;
  readonly headers: readonly (readonly [string, string])[];
}

const posts: readonly Recorded[] = JSON.parse(
  readFileSync(new URL('../fixtures/slo.posts.json', import.meta.url), 'utf8'),
);

describe('a logout request of a real server', () => {
  it('ends the session of its ticket, and no other', async () => {
    const post = posts.find(({ body }) => body.includes('SessionIndex%3EST-')) as Recorded;
    const ticket = /SessionIndex%3E(ST-[0-9a-f]+)/.exec(post.body)?.[1] ?? '';
    await using app = await site();
    const [browser, other] = [await app.signIn(ticket), await app.signIn('ST-rtyler-1')];
    expect(await app.greeting(browser)).toBe('user, user@example.org');

    const answer = await app.postLogout(post.body);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe('');
    expect(await app.greeting(browser)).toBe('nobody');
    expect(await app.greeting(other)).toBe('rtyler, rtyler@example.org');
  });
});

describe('a logout request is understood', () => {
  /** What some parsers of other bodies leave behind. */
  const emptyBody: NextHandleFunction = (req, _res, next) => {
    Object.assign(req, { body: {} });
    next();
  };

  it.each<[string, NextHandleFunction[]]>([
    ['without a body parser', []],
    ['behind a parser of forms', [express.urlencoded({ extended: false })]],
    ['behind one that nests', [express.urlencoded({ extended: true })]],
    ['behind a parser of JSON', [express.json()]],
    ['behind one that leaves an empty object', [emptyBody]],
    ['behind a parser of text', [express.text({ type: '*/*' })]],
    ['behind a parser of bytes', [express.raw({ type: '*/*' })]],
    ['behind all of them', [express.json(), express.urlencoded({ extended: true }), express.text(), express.raw()]],
  ])('%s', async (_where, before) => {
    await using app = await site({ before });
    const browser = await app.signIn('ST-dwho-1');
    expect((await app.postLogout(logoutForm('ST-dwho-1'))).status).toBe(200);
    expect(await app.greeting(browser)).toBe('nobody');
  });

  it('or missed, at once and loudly, where somebody has taken the body away', async () => {
    const thief: NextHandleFunction = (req, _res, next) => void text(req).then(() => next(), next);
    await using app = await site({ before: [thief] });
    const browser = await app.signIn('ST-dwho-1');
    expect((await app.postLogout(logoutForm('ST-dwho-1'))).status).toBe(500);
    expect(await app.greeting(browser)).toBe('dwho, dwho@example.org');
  });
});

describe('a forged logout request ends nobody’s session', () => {
  const form = (xml: string): string => new URLSearchParams({ logoutRequest: xml }).toString();

  it.each<[string, string, number]>([
    ['an unknown ticket', logoutForm('ST-dwho-2'), 200],
    ['the session id in place of the ticket', logoutForm(sessionIdOf(CAS_URL, 'ST-dwho-1')), 200],
    ['the ticket in other letters', logoutForm('st-DWHO-1'), 200],
    ['the beginning of the ticket', logoutForm('ST-dwho-'), 200],
    ['a pattern', logoutForm('ST-*'), 400],
    ['the user’s name', form(logoutRequest('').replace('@NOT_USED@', 'dwho')), 400],
    ['two requests', `${logoutForm('ST-dwho-1')}&${logoutForm('ST-dwho-1')}`, 400],
    ['a ticket beside one that is none', form(logoutRequest('ST-dwho-1</p:SessionIndex><p:SessionIndex>*')), 400],
    ['half of it', form(logoutRequest('ST-dwho-1').slice(0, -10)), 400],
    ['a DOCTYPE', form(`<!DOCTYPE a [<!ENTITY b "ST-dwho-1">]>${logoutRequest('&b;')}`), 400],
    ['nothing', 'logoutRequest=', 400],
    ['base64, which is for browsers', form(Buffer.from(logoutRequest('ST-dwho-1')).toString('base64')), 400],
    ['too much', form(logoutRequest('ST-dwho-1').replace('<p:S', `<!--${'x'.repeat(20_000)}--><p:S`)), 400],
    ['more than a form may have', `a=${'x'.repeat(70_000)}&${logoutForm('ST-dwho-1')}`, 413],
  ])('with %s', async (_what, body, status) => {
    await using app = await site();
    const browser = await app.signIn('ST-dwho-1');
    expect((await app.postLogout(body)).status).toBe(status);
    expect(await app.greeting(browser)).toBe('dwho, dwho@example.org');
    const line =
      /^\[@who\/plugin-cas\] Refused at "\/login\/cas": (?:CAS_LOGOUT_REQUEST_INVALID|FORM_TOO_LARGE), because .+\.$/;
    expect(app.warnings).toEqual(status === 200 ? [] : [expect.stringMatching(line)]);
    expect(String(app.warnings)).not.toContain('ST-');
  });

  it('from outside the networks of the CAS server', async () => {
    await using app = await site({ options: { casAddresses: ['192.0.2.0/24', '2001:db8::/32'] } });
    const browser = await app.signIn('ST-dwho-1');
    const forwarded = { 'X-Forwarded-For': '192.0.2.1', Forwarded: 'for=192.0.2.1', 'X-Real-IP': '192.0.2.1' };
    const answer = await app.postLogout(logoutForm('ST-dwho-1'), forwarded);
    expect(answer.status).toBe(403);
    expect(await answer.text()).toBe('CAS_SENDER_REFUSED');
    expect(await app.greeting(browser)).toBe('dwho, dwho@example.org');
    expect(app.warnings).toEqual([expect.stringContaining('casAddresses')]);
  });

  it('as anything but a form or XML, or at another address', async () => {
    await using app = await site();
    const browser = await app.signIn('ST-dwho-1');
    const body = logoutForm('ST-dwho-1');
    for (const type of ['text/html', 'application/json', 'multipart/form-data; boundary=a', 'text/xmlish']) {
      for (const sent of [body, logoutRequest('ST-dwho-1')]) {
        expect(await (await app.postLogout(sent, { 'Content-Type': type })).text()).toBe('nobody');
      }
    }
    for (const path of ['/', '/login/cas/', '/login/cas%2f', '/logout/cas']) {
      expect(await (await app.postLogout(body, {}, path)).text()).toBe('nobody');
    }
    expect(await app.greeting(browser)).toBe('dwho, dwho@example.org');
  });

  it('through a browser, where that channel is not open', async () => {
    await using app = await site();
    const browser = await app.signIn('ST-dwho-1');
    const packed = Buffer.from(logoutRequest('ST-dwho-1')).toString('base64');
    await fetch(`${app.url}/login/cas?${new URLSearchParams({ logoutRequest: packed })}`, { redirect: 'manual' });
    expect(await app.greeting(browser)).toBe('dwho, dwho@example.org');
  });

  it('and leaves nothing in the store for longer than a sign-in takes', async () => {
    const store = fakeStore();
    await using app = await site({ sessions: casSessions({ store }) });
    for (let i = 0; i < 10; i++) await app.postLogout(logoutForm(`ST-${i}`));
    expect([...store.entries.values()]).toEqual(Array(10).fill({ value: true, ttlMs: 120_000 }));
  });
});

describe('a logout request that is the body itself', () => {
  const bare = `<?xml version="1.0" encoding="UTF-8"?>\n${logoutRequest('ST-dwho-1')}\n`;

  it.each([
    ['application/xml; charset=UTF-8', bare],
    ['text/xml', bare],
    ['application/samlrequest+xml', bare],
    ['text/plain;charset=UTF-8', bare],
    ['', bare],
    ['TEXT/XML', `\ufeff${bare}`],
    ['text/xml', logoutForm('ST-dwho-1')],
    ['application/octet-stream', logoutForm('ST-dwho-1')],
  ])('ends the session, as %j', async (type, body) => {
    await using app = await site();
    const browser = await app.signIn('ST-dwho-1');
    expect((await app.postLogout(body, { 'Content-Type': type })).status).toBe(200);
    expect(await app.greeting(browser)).toBe('nobody');
    expect(app.warnings).toEqual([]);
  });

  it.each<[string, NextHandleFunction]>([
    ['text', express.text({ type: '*/*' })],
    ['bytes', express.raw({ type: '*/*' })],
    ['JSON', express.json()],
    ['forms', express.urlencoded({ extended: true })],
  ])('ends it behind a parser of %s', async (_kind, parser) => {
    await using app = await site({ before: [parser] });
    const browser = await app.signIn('ST-dwho-1');
    expect((await app.postLogout(bare, { 'Content-Type': 'text/xml' })).status).toBe(200);
    expect(await app.greeting(browser)).toBe('nobody');
  });

  it('ends every session that it names', async () => {
    await using app = await site();
    const browsers = [await app.signIn('ST-dwho-1'), await app.signIn('ST-rtyler-1'), await app.signIn('ST-msmith-1')];
    const several = logoutRequest('ST-dwho-1</p:SessionIndex><p:SessionIndex>ST-rtyler-1');
    expect((await app.postLogout(several, { 'Content-Type': 'text/xml' })).status).toBe(200);
    const greetings = await Promise.all(browsers.map((browser) => app.greeting(browser)));
    expect(greetings).toEqual(['nobody', 'nobody', 'msmith, msmith@example.org']);
  });

  it('is refused with a line in the log where it cannot be used', async () => {
    await using app = await site();
    const cut = bare.slice(0, -20);
    expect((await app.postLogout(cut, { 'Content-Type': 'text/xml' })).status).toBe(400);
    expect(app.warnings).toEqual([
      expect.stringMatching(/CAS_LOGOUT_REQUEST_INVALID, because it is no well-formed XML/),
    ]);
  });

  it('is the application’s, whole, where it is something else', async () => {
    await using app = await site({ handle: async (_identity, request) => text(request) });
    for (const body of ['<order>LogoutRequest</order>', 'hello', `<order>${'x'.repeat(100_000)}</order>`]) {
      const answer = await app.postLogout(body, { 'Content-Type': 'text/xml' });
      expect(await answer.text()).toBe(body);
    }
    expect(app.warnings).toEqual([]);
  });
});

describe('tickets of another pattern', () => {
  it('sign in, and their sessions are ended', async () => {
    const ticket = `${'eyJhbGciOiJIUzUxMiJ9.'.padEnd(1500, 'x')}.c2lnbmF0dXJl`;
    await using app = await site({ options: { ticketPattern: /[\w-]+(\.[\w-]+){2}/ } });
    const browser = await app.signIn(ticket);
    expect(await app.greeting(browser)).toBe('user, user@example.org');
    expect((await app.postLogout(logoutForm(ticket))).status).toBe(200);
    expect(await app.greeting(browser)).toBe('nobody');
  });
});

describe('a logout request without single logout', () => {
  it('goes to the application, body and all', async () => {
    await using app = await site({
      options: { sessions: undefined },
      handle: async (_identity, request) => text(request),
    });
    const body = logoutForm('ST-dwho-1');
    expect(await (await app.postLogout(body)).text()).toBe(body);
  });
});

describe('a request from the CAS server’s own network', () => {
  it.each([['127.0.0.0/8'], ['127.0.0.1'], ['::1', '::ffff:127.0.0.0/104']])('counts: %s', async (...networks) => {
    await using app = await site({ options: { casAddresses: [...networks, '::1', '127.0.0.1'] } });
    const browser = await app.signIn('ST-dwho-1');
    expect((await app.postLogout(logoutForm('ST-dwho-1'))).status).toBe(200);
    expect(await app.greeting(browser)).toBe('nobody');
  });
});
