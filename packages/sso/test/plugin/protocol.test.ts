import { createHash } from 'node:crypto';
import { createWho, Identity, responseHead } from '@who/core';
import { fakeExchange, fakeRequest, plainRememberer } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import {
  type Departure,
  type SignIn,
  type SsoOptions,
  type SsoProtocol,
  ssoBase,
  ssoSessions,
} from '../../src/index.js';
import { NAMING } from '../doorman.js';
import { DOOR_URL, SECRET } from '../support.js';

/** A protocol of which a test replaces what it is about. */
function plugin(parts: Partial<SsoProtocol<string>>, secrets: readonly [string, ...string[]] = [SECRET]) {
  const options = { rememberer: 'ticket', stateSecrets: secrets };
  return ssoBase(NAMING, options, { peerUrl: DOOR_URL, answersMayBePosted: true }).plugin<string>({
    leave: (_exchange, { id }) => ({ location: `${DOOR_URL}/?id=${id}` }),
    receive: (exchange, form) => {
      const fields = form ?? exchange.query;
      const answer = fields.get('pass') ?? undefined;
      return form && answer === undefined ? undefined : { signIns: fields.getAll('id'), answer };
    },
    verify: () => ({ userid: 'ada' }),
    ...parts,
  });
}

const exchangeFor = (door: ReturnType<typeof plugin>, request: Parameters<typeof fakeExchange>[0]) =>
  fakeExchange({ ...request, plugins: { door, ticket: plainRememberer() } });

describe('what a protocol is given', () => {
  it('is a secret of its own for each sign-in and purpose, the same on the way out and back', async () => {
    const out: SignIn[] = [];
    const back: (SignIn | undefined)[] = [];
    const parts: Partial<SsoProtocol<string>> = {
      leave(_exchange, signIn) {
        out.push(signIn);
        return { location: `${DOOR_URL}/?id=${signIn.id}` };
      },
      verify(_exchange, { signIn }) {
        back.push(signIn);
        return { userid: 'ada' };
      },
    };
    const before = plugin(parts, [SECRET]);
    const after = plugin(parts, [`a newer one than ${SECRET}`, SECRET]);
    for (const [door, home] of [
      [before, before],
      [before, after],
      [after, after],
    ] as const) {
      const reply = await door.challenge(exchangeFor(door, { url: '/page' }));
      const head = responseHead(302, reply?.headers);
      const [cookie = ''] = head.setCookies[0]?.split(';') ?? [];
      const url = `/login/door?${new URLSearchParams({ id: out.at(-1)?.id ?? '', pass: 'p' })}`;
      const exchange = exchangeFor(home, { url, headers: { cookie } });
      const found = await home.identify(exchange);
      await home.authenticate(exchange, found?.credentials as never);
      for (const purpose of ['verifier', 'nonce']) {
        expect(back.at(-1)?.secretFor(purpose)).toBe(out.at(-1)?.secretFor(purpose));
      }
    }
    const secrets = out.flatMap((signIn) => ['verifier', 'nonce'].map((purpose) => signIn.secretFor(purpose)));
    for (const secret of secrets) expect(secret).toMatch(/^[\w-]{43}$/);
    expect(new Set(secrets).size).toBe(secrets.length);
    expect(back[0]).toMatchObject({
      callbackUrl: 'https://app.example.org/login/door',
      publicUrl: 'https://app.example.org',
      cameFrom: '/page',
      mode: 'plain',
    });
  });
});

describe('a departure by a form', () => {
  it('is a page without anything from elsewhere, whatever is in its fields', async () => {
    const evil = '"><script>alert(1)</script>&\'';
    const departure: Departure = { action: `${DOOR_URL}/in?a=1&b="`, fields: { RelayState: evil, [evil]: 'x' } };
    const door = plugin({ leave: () => departure });
    const reply = await door.challenge(exchangeFor(door, { url: '/page' }));
    const body = String(reply?.body);
    expect(reply?.status).toBe(200);
    expect(body).not.toContain(evil);
    expect(body).toContain('action="https://door.example.org/in?a=1&#38;b=&#34;"');
    const scripts = [...body.matchAll(/<script>([^<]*)<\/script>/g)].map(([, text]) => text ?? '');
    const policy = responseHead(200, reply?.headers).header('content-security-policy') ?? '';
    expect(scripts).toHaveLength(1);
    const hash = createHash('sha256')
      .update(scripts[0] ?? '')
      .digest('base64');
    expect(policy).toContain(`script-src 'sha256-${hash}'`);
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; script-src/);
  });
});

describe('an answer that is posted', () => {
  const who = (door: ReturnType<typeof plugin>) =>
    createWho({
      publicUrl: 'https://app.example.org',
      plugins: { door, ticket: plainRememberer() },
      identifiers: ['door', 'ticket'],
      authenticators: ['door', 'ticket'],
    });
  const posted = (fields: Record<string, string>, cookie = '') =>
    fakeRequest({
      method: 'POST',
      url: '/login/door',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', cookie },
      body: new URLSearchParams(fields).toString(),
    });

  it('signs in the browser that was sent to fetch it, whose cookie goes with it', async () => {
    const door = plugin({});
    const reply = await door.challenge(exchangeFor(door, { url: '/page' }));
    const head = responseHead(302, reply?.headers);
    const [line = ''] = head.setCookies;
    expect(line).toContain('SameSite=None');
    const id = new URL(head.header('location') ?? '').searchParams.get('id') ?? '';
    const api = who(door).api(posted({ id, pass: 'p' }, line.split(';')[0]));
    expect((await api.authenticate())?.userid).toBe('ada');
    expect(api.earlyReply).toMatchObject({ status: 303 });
    const other = who(door).api(posted({ id, pass: 'p' }));
    expect(await other.authenticate()).toBeUndefined();
    expect(other.earlyReply).toMatchObject({ status: 403 });
  });

  it('is left to the application where it is none', async () => {
    const api = who(plugin({})).api(posted({ name: 'ada' }));
    expect(await api.authenticate()).toBeUndefined();
    expect(api.earlyReply).toBeUndefined();
  });
});

describe('a session that the other side has no name for', () => {
  it('is one of its own for each sign-in, and holds what the protocol keeps', async () => {
    const sessions = ssoSessions();
    const options: SsoOptions = { rememberer: 'ticket', stateSecrets: [SECRET], sessions };
    const base = ssoBase(NAMING, options, { peerUrl: DOOR_URL });
    const door = base.plugin<string>({
      leave: (_exchange, { id }) => ({ location: `${DOOR_URL}/?id=${id}` }),
      receive: ({ query }) => ({ signIns: query.getAll('id'), answer: query.get('pass') ?? undefined }),
      verify: (_exchange, { answer }) => ({ userid: 'ada', kept: { sealed: answer }, userdata: { acr: 'gold&sid=x' } }),
    });
    const seen: string[] = [];
    for (const pass of ['one', 'two']) {
      const reply = await door.challenge(exchangeFor(door, { url: '/page' }));
      const head = responseHead(302, reply?.headers);
      const id = new URL(head.header('location') ?? '').searchParams.get('id') ?? '';
      const [cookie = ''] = head.setCookies[0]?.split(';') ?? [];
      const exchange = exchangeFor(door, { url: `/login/door?id=${id}&pass=${pass}`, headers: { cookie } });
      const found = await door.identify(exchange);
      sessions.isRevoked({ userdata: '' });
      const known = await door.authenticate(exchange, found?.credentials as never);
      const again = await door.authenticate(exchange, found?.credentials as never);
      expect(again).toEqual(known);
      const identity = new Identity(known as { userid: string }, 'door', 'door');
      expect(identity.userdata).toMatch(/^door=door&acr=gold%26sid%3Dx&sid=[\w-]{22}$/);
      expect(await base.sessionOf(exchange, identity)).toEqual({ userid: 'ada', sealed: pass });
      expect(sessions.isRevoked(identity)).toBe(false);
      seen.push(identity.userdata);
      if (pass === 'two') {
        door.forget(exchange, identity);
        expect(seen.map((userdata) => sessions.isRevoked({ userdata }))).toEqual([false, true]);
        expect(await base.sessionOf(exchange, identity)).toBeUndefined();
      }
    }
  });
});

it('what must not come twice is known without sessions, too', () => {
  const { once } = ssoBase(NAMING, { rememberer: 'ticket' }, { peerUrl: DOOR_URL });
  expect([once('a', 1000), once('a', 1000), once('b', 1000)]).toEqual([true, false, true]);
});

it('what one other side calls something is not what another one calls so', () => {
  const sessions = ssoSessions();
  const onceAt = (peerUrl: string) => ssoBase(NAMING, { rememberer: 'ticket', sessions }, { peerUrl }).once;
  const [one, same, other] = [onceAt(DOOR_URL), onceAt(DOOR_URL), onceAt('https://evil.example')];
  expect([other('a', 1000), one('a', 1000), same('a', 1000)]).toEqual([true, true, false]);
});

describe('a plugin', () => {
  it('that is not among the authenticators says so', async () => {
    const door = plugin({});
    const reply = await door.challenge(exchangeFor(door, { url: '/page' }));
    const head = responseHead(302, reply?.headers);
    const id = new URL(head.header('location') ?? '').searchParams.get('id') ?? '';
    const api = createWho({
      publicUrl: 'https://app.example.org',
      plugins: { door, ticket: plainRememberer() },
      identifiers: ['door', 'ticket'],
      authenticators: ['ticket'],
    }).api(
      fakeRequest({ url: `/login/door?id=${id}&pass=p`, headers: { cookie: head.setCookies[0]?.split(';')[0] ?? '' } }),
    );
    await expect((async () => api.authenticate())()).rejects.toMatchObject({ code: 'DOOR_NOT_AUTHENTICATOR' });
  });

  it('that was copied says so', () => {
    const door = plugin({});
    const copy = { ...door };
    const exchange = exchangeFor(copy as typeof door, { url: '/logout' });
    expect(exchange.nameOf(door)).toBeUndefined();
    expect(exchange.nameOf(copy)).toBe('door');
  });
});
