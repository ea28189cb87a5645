import { inspect } from 'node:util';
import { type Authenticator, PasswordCredentials } from '@who/core';
import { fakeExchange, fakeRequest, plainRememberer } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { form } from '../src/index.js';
import {
  ALICE,
  actionIn,
  ask,
  attribute,
  cameFromIn,
  engine,
  FORM_TYPE,
  logged,
  OWN,
  PASSWORD,
  posted,
  users,
} from './support.js';

/** The users, and a note of those whose passwords they are asked about. */
const counting = (asked: unknown[]): Authenticator => ({
  authenticate(exchange, credentials) {
    if (credentials instanceof PasswordCredentials) asked.push(credentials.login);
    return users.authenticate(exchange, credentials);
  },
});

describe('the login page', () => {
  it('has a form that password managers understand, and that keeps where people wanted to go', async () => {
    const page = await ask(engine(), { url: '/login?came_from=/private%3Fa%3Db%26c' });
    expect(page?.status).toBe(200);
    expect(actionIn(page?.body ?? '')).toBe('/login');
    expect(cameFromIn(page?.body ?? '')).toBe('/private?a=b&c');
    for (const [name, type, autocomplete] of [
      ['login', 'text', 'username'],
      ['password', 'password', 'current-password'],
    ]) {
      const field = new RegExp(`<input[^>]* id="${name}"[^>]*>`);
      const of = (attributeName: string) => attribute(page?.body ?? '', field, attributeName);
      expect([of('type'), of('name'), of('autocomplete')]).toEqual([type, name, autocomplete]);
      expect(page?.body).toContain(`<label for="${name}">`);
    }
    expect(page?.body).not.toMatch(/<script| style=| on[a-z]+=/);
  });

  it('is kept by nobody, framed by nobody, and lets nothing through but its own style and forms', async () => {
    const page = await ask(engine(), { url: '/login' });
    expect(page?.header('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/]{43}='; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
    );
    expect(page?.header('cache-control')).toBe('no-store');
    expect(page?.header('referrer-policy')).toBe('same-origin');
    expect(page?.header('x-content-type-options')).toBe('nosniff');
    expect(page?.header('content-type')).toBe('text/html; charset=utf-8');
  });

  it('answers HEAD, and leaves other methods, paths and spellings to the application', async () => {
    expect((await ask(engine(), { method: 'HEAD', url: '/login' }))?.status).toBe(200);
    for (const method of ['PUT', 'DELETE', 'OPTIONS', 'PROPFIND']) {
      expect(await ask(engine(), { method, url: '/login' })).toBeUndefined();
    }
    for (const url of [
      '/login/',
      '//login',
      '/LOGIN',
      '/%6cogin',
      '/login;x',
      '/login%3f',
      '/x/../login',
      '/login/x',
      '/app/login',
    ]) {
      expect(await ask(engine(), { url }), url).toBeUndefined();
      expect(await ask(engine(), posted(ALICE, { url })), url).toBeUndefined();
    }
  });

  it('leads on who is signed in, and shows the form to whom something else names', async () => {
    const signedIn = { Cookie: 'plain=user=alice' };
    const led = await ask(engine(), { url: '/login?came_from=/private', headers: signedIn });
    expect([led?.status, led?.header('location'), led?.header('cache-control')]).toEqual([302, '/private', 'no-store']);
    expect((await ask(engine(), { url: '/login', headers: signedIn }))?.header('location')).toBe('/');

    // A front end, or a password that the browser sends with each request: no challenge can end those.
    const front = engine({
      plugins: { front: plainRememberer() },
      identifiers: ['form', 'front'],
      authenticators: ['front', 'users'],
    });
    expect((await ask(front, { url: '/login', headers: signedIn }))?.status).toBe(200);
  });
});

describe('a sign-in', () => {
  it('goes on where it began, and has the rememberer remember it', async () => {
    const who = engine();
    const done = await ask(who, posted({ ...ALICE, came_from: '/private?a=b#c' }));
    expect([done?.status, done?.header('location')]).toEqual([303, '/private?a=b#c']);
    expect(done?.header('cache-control')).toBe('no-store');
    expect(done?.cookies).toEqual(['plain=user=alice&data=; Path=/']);
    expect(done?.body).toBe('');
  });

  it('is one of the form, by whoever checks passwords', async () => {
    const api = engine().api(fakeRequest(posted(ALICE)));
    await api.authenticate();
    expect(api.identity).toMatchObject({
      userid: 'alice',
      identifier: 'form',
      authenticator: 'users',
      tokens: ['staff'],
    });
    expect((await api.conclude({ status: 303, header: () => undefined, setCookies: [] })).headers).toEqual([]);
  });

  it('counts by what was typed, whoever the browser was signed in as', async () => {
    const asBob = { headers: { Cookie: 'plain=user=bob' } };
    const done = await ask(engine(), posted(ALICE, asBob));
    expect(done?.cookies).toEqual(['plain=user=alice&data=; Path=/']);
    const failed = await ask(engine(), posted({ ...ALICE, password: 'wrong' }, asBob));
    expect([failed?.status, failed?.cookies]).toEqual([401, ['plain=; Path=/; Max-Age=0']]);
  });

  it('checks a password once', async () => {
    const asked: unknown[] = [];
    const who = engine({ plugins: { users: counting(asked) } });
    await ask(who, posted({ ...ALICE, password: 'wrong' }));
    await ask(who, posted(ALICE));
    expect(asked).toEqual(['alice', 'alice']);
  });

  it('may be sent twice', async () => {
    const who = engine();
    const twice = await Promise.all([ask(who, posted(ALICE)), ask(who, posted(ALICE))]);
    for (const done of twice) expect([done?.status, done?.cookies.length]).toEqual([303, 1]);
  });

  it('stays below the path of the public URL', async () => {
    const who = engine({ publicUrl: 'https://www.example.org/app' });
    const page = await ask(who, { url: '/login?came_from=/app/private' });
    expect([actionIn(page?.body ?? ''), cameFromIn(page?.body ?? '')]).toEqual(['/app/login', '/app/private']);
    expect(page?.body).toContain('href="/app/"');
    const where = async (came_from: string) => (await ask(who, posted({ ...ALICE, came_from })))?.header('location');
    expect(await where('/app/private')).toBe('/app/private');
    expect(await where('/app?x')).toBe('/app?x');
    for (const elsewhere of ['/private', '/apple', '/app/../private', '/app/%2e%2e/private', '/app/login']) {
      expect(await where(elsewhere), elsewhere).toBe('/app/');
    }
  });

  it('leads elsewhere by option where it did not begin at a page', async () => {
    const who = engine({ options: { postLoginUrl: '/start' } });
    for (const came_from of ['', 'https://evil.example/', '/login', '/logout']) {
      expect((await ask(who, posted({ ...ALICE, came_from })))?.header('location')).toBe('/start');
    }
  });
});

describe('a wrong password', () => {
  it('is said on the page, with 401, the name and never the password', async () => {
    const wrong = { login: '"><i>eve', password: 'looking glass', came_from: '/private' };
    const page = await ask(engine(), posted(wrong));
    expect(page?.status).toBe(401);
    expect(page?.header('www-authenticate')).toBeUndefined();
    expect(page?.body).toContain('role="alert"');
    expect(page?.body).toContain('do not belong together');
    expect(page?.body).toContain('value="&quot;&gt;&lt;i&gt;eve"');
    expect(page?.body).not.toContain('looking glass');
    expect(cameFromIn(page?.body ?? '')).toBe('/private');
    expect(page?.header('cache-control')).toBe('no-store');
  });

  it.each([{ password: '' }, { login: '' }])('may be %j, which no authenticator is asked about', async (part) => {
    const asked: unknown[] = [];
    const page = await ask(engine({ plugins: { users: counting(asked) } }), posted({ ...ALICE, ...part }));
    expect([page?.status, asked]).toEqual([401, []]);
  });

  it('goes out as it is, whatever is said of a 401', async () => {
    for (const challengers of [['form'], ['basic', 'form'], []]) {
      const basic = { anyClient: true, challenge: () => ({ status: 401, headers: [['WWW-Authenticate', 'Basic']] }) };
      const who = engine({ plugins: { basic: basic as never }, challengers });
      const api = who.api(fakeRequest(posted({ ...ALICE, password: 'wrong' })));
      await api.authenticate();
      const head = { status: 401, header: () => undefined, setCookies: [] };
      expect(await api.conclude(head)).toEqual({ challenge: undefined, headers: [] });
    }
  });
});

describe('what is no form of a login', () => {
  it.each<[string, string | Record<string, string>]>([
    ['nothing', ''],
    ['no password', { login: 'alice' }],
    ['no name', { password: PASSWORD }],
    ['a name twice', 'login=bob&login=alice&password=x'],
    ['a password twice', 'login=alice&password=x&password=y'],
    ['two places to go', 'login=alice&password=x&came_from=%2F&came_from=%2Fa'],
    ['NUL in a name', 'login=alice%00bob&password=x'],
    ['NUL in a password', 'login=alice&password=x%00y'],
    ['what is no UTF-8', 'login=alic%E9&password=x'],
    ['half a character', { login: 'alice\ud800', password: 'x' }],
    ['a very long name', { login: 'a'.repeat(1025), password: 'x' }],
    ['a very long password', { login: 'alice', password: 'a'.repeat(4097) }],
  ])('is answered 400: %s', async (_what, fields) => {
    const page = await ask(engine(), posted(fields));
    expect([page?.status, page?.cookies]).toEqual([400, []]);
    expect(page?.body).toContain('FORM_INVALID');
    expect(page?.body).toContain('<form');
  });

  it('includes neither line breaks nor letters of other alphabets in a password', async () => {
    for (const login of ['josé', '日本', 'a b', '<b>', 'a'.repeat(1024)]) {
      expect((await ask(engine(), posted({ login, password: PASSWORD })))?.status, login).toBe(303);
    }
  });

  it.each([
    'multipart/form-data; boundary=x',
    'text/plain',
    '',
    `${FORM_TYPE}; charset=iso-8859-1`,
    `${FORM_TYPE}-more`,
    'application/json-patch+json',
  ])('is answered 415: %j', async (type) => {
    const page = await ask(engine(), posted(ALICE, { headers: { 'Content-Type': type } }));
    expect([page?.status, page?.cookies]).toEqual([415, []]);
    expect(page?.header('accept')).toBe('application/x-www-form-urlencoded, application/json');
  });

  it.each([FORM_TYPE.toUpperCase(), `${FORM_TYPE};charset=UTF-8`, `${FORM_TYPE} ; charset="utf-8"`])(
    'does not include %s',
    async (type) => {
      expect((await ask(engine(), posted(ALICE, { headers: { 'Content-Type': type } })))?.status).toBe(303);
    },
  );

  it('fails as core says where it is too large, or somebody else has read it', async () => {
    const large = posted({ ...ALICE, password: 'x'.repeat(100_000) });
    await expect(ask(engine(), large)).rejects.toMatchObject({ code: 'FORM_TOO_LARGE', status: 413 });
  });

  it('may have been read by a layer above', async () => {
    expect((await ask(engine(), posted('', { parsedBody: ALICE })))?.status).toBe(303);
  });
});

describe('another site', () => {
  it.each([
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
    { 'Sec-Fetch-Site': [], Origin: 'https://evil.example' },
    { 'Sec-Fetch-Site': [], Origin: 'null' },
  ])('signs nobody in: %j', async (headers) => {
    const logger = logged();
    const page = await ask(engine({ logger }), posted(ALICE, { headers: { ...headers, Cookie: 'plain=user=bob' } }));
    expect([page?.status, page?.cookies]).toEqual([403, []]);
    expect(page?.body).toContain('FORM_CROSS_SITE');
    expect(page?.body).not.toContain('alice');
    expect(logger.lines.join('\n')).toMatch(/warn: \[@who\/plugin-form\] Refused a form at "\/login": it came from "/);
  });

  it('may be no site: a program, or the address bar', async () => {
    expect((await ask(engine(), posted(ALICE, { headers: { 'Sec-Fetch-Site': 'none' } })))?.status).toBe(303);
    const program = { 'Sec-Fetch-Site': [], 'Sec-Fetch-Mode': [], 'Sec-Fetch-Dest': [] };
    expect((await ask(engine(), posted(ALICE, { headers: program })))?.status).toBe(303);
  });
});

describe('the plugin', () => {
  it('finds nothing, and asks for no promise, elsewhere', () => {
    const plugin = form({ rememberer: 'ticket' });
    for (const url of ['/', '/private?came_from=/login', '/x?__do_login=true']) {
      expect(plugin.identify(fakeExchange({ url, method: 'POST', headers: OWN }))).toBeUndefined();
    }
  });

  it('prints neither a name nor a password', async () => {
    const found = await form({ rememberer: 'ticket' }).identify(fakeExchange(posted(ALICE)));
    expect(inspect(found, { depth: 9, showHidden: true }) + JSON.stringify(found)).not.toMatch(/correct horse/);
  });

  it('has to be registered itself', async () => {
    const plugin = form({ rememberer: 'ticket' });
    const copy = { ...plugin };
    await expect(ask(engine({ plugins: { form: copy } }), posted(ALICE))).rejects.toMatchObject({ code: 'BAD_PLUGIN' });
  });
});
