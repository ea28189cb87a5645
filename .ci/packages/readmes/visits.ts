import { strict as assert } from 'node:assert';
import { createPrivateKey } from 'node:crypto';
import { connect } from 'node:net';
import { encodeCookieValue, signPubtkt } from '../../../packages/plugin-auth-pubtkt/src/index.js';
import type { Application } from './application.js';
import type { Backends } from './backends.js';
import { type Answer, type Browser, browser } from './browser.js';
import { loginServerKeys } from './login-server-keys.js';

/** Asks a program for what its README says that it does. */
export type Visit = (application: Application, backends: Backends) => Promise<void>;

/** The one user of the password file. */
export const alice = { login: 'alice', password: 'correct horse battery staple' };

/** By the names that stand in READMEs: `<!-- run: basic -->`. */
export const VISITS: Readonly<Record<string, Visit>> = {
  /** A page for everybody, and one for those who have signed in. */
  async 'a private page'({ url }) {
    signedOut(await browser(url).open('/'));
    const { status } = await browser(url).open('/private');
    assert.ok(status > 200 && status < 500, `${status}`);
  },

  /** A password with each request. */
  async basic({ url }) {
    await asksForPassword(url, '/private');
    signedOut(await browser(url).open('/'));
    greets(await browser(url).open('/private', password()));
  },

  /** The same, and a page that says what became of it. */
  async 'basic, traced'(application, backends) {
    await VISITS['basic']?.(application, backends);
    const list = await browser(application.url).open('/__who', { Accept: 'text/html' });
    assert.match(list.body, /alice is signed in, verified by users\./);
    assert.equal((await browser(application.url).open('/__who', { 'X-Forwarded-For': '127.0.0.1' })).status, 404);
  },

  /** The same, until there are too many wrong ones. A machine that is busy may take longer than the first wait. */
  async 'basic, limited'(application, backends) {
    await VISITS['basic']?.(application, backends);
    const person = browser(application.url);
    const answers: Answer[] = [];
    while (answers.at(-1)?.status !== 429 && answers.length < 12) {
      answers.push(await person.open('/private', password(`wrong ${answers.length}`)));
    }
    assert.ok(answers.length > 6 && answers.length < 12, `${answers.length}`);
    assert.match(answers.at(-1)?.headers['retry-after'] ?? '', /^\d+$/);
  },

  /** The same, and a ticket from then on. */
  async 'basic with a ticket'(application, backends) {
    await VISITS['basic']?.(application, backends);
    const person = browser(application.url);
    await person.open('/private', password());
    hasTicket(person);
    greets(await person.open('/private'));
  },

  /** The same where no page is for everybody. */
  async 'basic at a route'({ url }) {
    await asksForPassword(url, '/private');
    greets(await browser(url).open('/private', password()));
  },

  /** Nobody is asked, and who gives a password is known. */
  async 'basic by choice'({ url }) {
    signedOut(await browser(url).open('/'));
    greets(await browser(url).open('/', password()));
  },

  /** The same where every page needs one. */
  async 'basic everywhere'({ url }) {
    await asksForPassword(url, '/');
    greets(await browser(url).open('/', password()));
  },

  /** A password once, then a ticket, until a form signs out. */
  async 'basic and ticket'({ url }) {
    await asksForPassword(url, '/private');
    const person = browser(url);
    greets(await person.open('/private', password()));
    hasTicket(person);
    greets(await person.open('/private'));
    await staysAgainstOthers(person, '/sign-out');
    const bye = await person.send('/sign-out');
    assert.equal(bye.status, 401);
    assert.match(bye.headers['www-authenticate'] ?? '', /^Basic /);
    await isSignedOut(person);
  },

  /** A login page, a ticket, and a form that signs out. */
  async form({ url }) {
    const person = browser(url);
    const sent = await person.open('/private');
    assert.equal(sent.status, 302);
    assert.equal(sent.location, '/login?came_from=%2Fprivate');
    assert.match((await person.open(sent.location)).body, /<form method="post">/);
    const wrong = await person.send(sent.location, { ...alice, password: 'wrong' });
    assert.equal(wrong.location, sent.location);
    assert.equal((await person.send(sent.location, alice)).location, '/private');
    hasTicket(person);
    greets(await person.open('/private'));
    await staysAgainstOthers(person, '/logout');
    assert.equal((await person.send('/logout')).location, '/');
    await isSignedOut(person);
  },

  'login page': visitLoginPage,

  /** A login view of the application's own. */
  async 'login by hand'({ url }) {
    const person = browser(url);
    assert.equal((await person.send('/login', { ...alice, password: 'wrong' })).location, '/login?again');
    assert.equal(person.cookies.size, 0);
    assert.equal((await person.send('/login', alice)).location, '/private');
    hasTicket(person);
    greets(await person.open('/private'));
    await staysAgainstOthers(person, '/logout');
    await person.send('/logout');
    assert.equal((await person.open('/private')).status, 401);
  },

  /** Sign-in at an identity provider, a ticket, sign-out here. */
  async saml({ url }) {
    const person = await signInBySaml(url);
    assert.equal((await person.open('/private')).status, 200);
    await staysAgainstOthers(person, '/logout');
    assert.equal((await person.send('/logout')).location, '/');
    await isSignedOut(person);
  },

  /** Sign-in at a provider of OpenID Connect, a ticket, sign-out here. */
  async oidc({ url }) {
    const person = await signInByOidc(url);
    assert.equal((await person.open('/private')).status, 200);
    await staysAgainstOthers(person, '/logout');
    assert.equal((await person.send('/logout')).location, '/');
    await isSignedOut(person);
  },

  /** The same through CAS. */
  async cas({ url }, backends) {
    const person = await signInByCas(url, backends);
    assert.equal((await person.open('/private')).status, 200);
    await staysAgainstOthers(person, '/logout');
    assert.match((await person.send('/logout')).location, /\/cas\/logout/);
    await isSignedOut(person);
  },

  /** What CAS released is there on later requests. */
  async attributes({ url }, backends) {
    const person = await signInByCas(url, backends);
    const { status, body } = await person.open('/private');
    assert.equal(status, 200);
    assert.match(body, /ada@example\.org/);
    assert.doesNotMatch((await browser(url).open('/')).body, /ada@example\.org/);
  },

  /** A login server elsewhere signs tickets, and this process stands in for it. */
  async 'behind a login server'({ url }) {
    const person = browser(url);
    const { status, location } = await person.open('/private');
    const back = encodeURIComponent('http://localhost:3000/private');
    assert.deepEqual([status, location], [302, `https://login.example.org/?back=${back}`]);
    const validUntilSeconds = Math.floor(Date.now() / 1000) + 60;
    const ticket = { userid: 'alice', tokens: [], userdata: '', multifactor: false, validUntilSeconds };
    const key = createPrivateKey(loginServerKeys()['tkt_privkey.pem']);
    const value = encodeCookieValue(signPubtkt(ticket, { key, digest: 'sha256' }));
    greets(await person.open('/private', { Cookie: `auth_pubtkt=${value}` }));
    signedOut(await person.open('/', { Cookie: `auth_pubtkt=${value.replace('alice', 'mallory')}` }));
  },

  /** It makes tickets, and leads back where they may go. */
  async 'login server'({ url }) {
    const person = browser(url);
    const page = '/?back=http://localhost:3000/private';
    assert.match((await person.open(page)).body, /<form method="post">/);
    assert.equal((await person.send(page, { ...alice, password: 'wrong' })).location, page);
    assert.equal((await person.send('/?back=https://evil.example/', alice)).location, '/');
    assert.equal((await person.send(page, alice)).location, '/private');
    assert.ok(person.cookies.has('auth_pubtkt'), 'no ticket was set');
    assert.match((await person.open(page)).body, /<form method="post">/);
    assert.equal((await person.open(page.replace('?', 'refresh?'))).location, '/private');
    assert.match((await browser(url).open(page.replace('?', 'refresh?'))).location, /^\/\?back=/);
    await person.send('/logout', {}, 'cross-site');
    assert.ok(person.cookies.has('auth_pubtkt'), 'another site signs people out');
    await person.send('/logout');
    assert.equal(person.cookies.size, 0);
  },

  /** A front end, for which this process stands in, says who has come. */
  async 'front end'({ url }) {
    const person = browser(url);
    assert.equal((await person.open('/private')).status, 302);
    const front = { REMOTE_USER: 'ada@example.org', 'Shib-Session-ID': '_1', displayName: 'Ada' };
    const signedIn = await person.open('/login/sso?came_from=/private', front);
    assert.equal(signedIn.status, 302, signedIn.body);
    hasTicket(person);
    assert.equal((await person.open('/private')).body, 'Hello Ada');
    assert.equal((await browser(url).open('/private', front)).status, 302);
  },

  /** Tokens of programs. */
  async token({ url }, { token }) {
    const client = browser(url);
    const stranger = await client.open('/reports');
    assert.equal(stranger.status, 401);
    assert.match(stranger.headers['www-authenticate'] ?? '', /^Bearer /);
    assert.equal((await client.open('/reports', { Authorization: `Bearer ${token}x` })).status, 401);
    const backup = await client.open('/reports', { Authorization: `Bearer ${token}` });
    assert.deepEqual([backup.status, backup.body], [200, 'Hello backup\n']);
  },

  /** A WebSocket of who has signed in. */
  async websocket({ url }) {
    const upgrade = { Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': '13' };
    const key = { 'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==' };
    assert.match(await raw(url, { ...upgrade, ...key }), /^HTTP\/1\.1 401 /);
    assert.match(await raw(url, { ...upgrade, ...key, ...password() }), /^HTTP\/1\.1 101 [\s\S]*Hello alice/);
    const foreign = { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' };
    assert.match(await raw(url, { ...upgrade, ...key, ...password(), ...foreign }), /^HTTP\/1\.1 403 /);
  },
};

/** The page of plugin-form. */
export async function visitLoginPage({ url }: Pick<Application, 'url'>): Promise<void> {
  const person = browser(url);
  const sent = await person.open('/private');
  assert.deepEqual([sent.status, sent.location], [302, '/login?came_from=%2Fprivate']);
  const form = { ...alice, came_from: '/private' };
  assert.match((await person.open(sent.location)).body, /<form method="post" action="\/login"/);
  const wrong = await person.send('/login', { ...form, password: 'wrong' });
  assert.equal(wrong.status, 401);
  assert.match(wrong.body, /role="alert"/);
  assert.equal((await person.send('/login', form)).location, '/private');
  hasTicket(person);
  greets(await person.open('/private'));
  assert.match((await person.open('/logout')).body, /signed in as .*alice/);
  await staysAgainstOthers(person, '/logout');
  assert.equal((await person.send('/logout')).location, '/');
  await isSignedOut(person);
}

/** What comes back for an upgrade, until the connection closes or has been quiet for a moment. */
function raw(url: string, headers: Readonly<Record<string, string>>): Promise<string> {
  const { hostname, port, host } = new URL(url);
  const socket = connect(Number(port), hostname);
  const lines = Object.entries({ Host: host, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`GET / HTTP/1.1\r\n${lines.join('')}\r\n`);
  return new Promise((resolve, reject) => {
    let text = '';
    const done = (): void => {
      socket.destroy();
      resolve(text);
    };
    socket.setTimeout(30_000, done);
    socket.once('error', reject).once('end', done);
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      if (text.includes('Hello alice')) done();
    });
  });
}

const password = (secret: string = alice.password): Record<string, string> => ({
  Authorization: `Basic ${Buffer.from(`${alice.login}:${secret}`).toString('base64')}`,
});

async function asksForPassword(url: string, path: string): Promise<void> {
  for (const headers of [{}, password('wrong')]) {
    const { status, headers: got } = await browser(url).open(path, headers);
    assert.equal(status, 401);
    assert.match(got['www-authenticate'] ?? '', /^Basic realm="Example"/);
  }
}

function greets({ status, body }: Answer): void {
  assert.equal(status, 200);
  assert.match(body, /alice/);
}

function signedOut({ status, body }: Answer): void {
  assert.equal(status, 200);
  assert.doesNotMatch(body, /alice|Sign out/);
}

function hasTicket({ cookies }: Browser): void {
  assert.ok(
    [...cookies.keys()].some((name) => name.endsWith('auth_tkt')),
    'no ticket was set',
  );
}

async function isSignedOut(person: Browser): Promise<void> {
  signedOut(await person.open('/'));
  assert.notEqual((await person.open('/private')).status, 200);
}

/** Neither a link nor another site signs a person out. */
async function staysAgainstOthers(person: Browser, path: string): Promise<void> {
  await person.open(path);
  await person.send(path, {}, 'cross-site');
  assert.equal((await person.open('/private')).status, 200, 'another site signs people out');
}

async function signInByOidc(url: string): Promise<Browser> {
  const person = browser(url);
  const { location } = await person.open('/private');
  const back = await fetch(location, { redirect: 'manual' });
  const answer = new URL(back.headers.get('location') ?? '');
  assert.equal((await person.open(answer.pathname + answer.search)).location, '/private');
  hasTicket(person);
  return person;
}

/** As its browser would: what it gets from a page is a form, which it posts. */
async function signInBySaml(url: string): Promise<Browser> {
  const person = browser(url);
  const { location } = await person.open('/private');
  const idp = browser(new URL(location).origin);
  const { action, fields } = formIn((await idp.open(location)).body);
  const answer = formIn((await idp.send(action, { ...fields, username: 'ada', password: 'ada' })).body);
  assert.equal((await person.send(new URL(answer.action).pathname, answer.fields, 'cross-site')).location, '/private');
  hasTicket(person);
  return person;
}

function formIn(page: string): { readonly action: string; readonly fields: Readonly<Record<string, string>> } {
  const [, action = ''] = /<form method="post" action="([^"]+)"/.exec(page) ?? [];
  const inputs = page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g);
  return { action, fields: Object.fromEntries([...inputs].map(([, name, value]) => [name, value])) };
}

async function signInByCas(url: string, { cas }: Backends): Promise<Browser> {
  const person = browser(url);
  const sent = await person.open('/private');
  assert.equal(sent.status, 302);
  const service = new URL(sent.location).searchParams.get('service') ?? '';
  const ticket = cas.issueTicket({ userid: 'ada', service });
  const { pathname, search } = new URL(service);
  const signedIn = await person.open(`${pathname}${search}${search === '' ? '?' : '&'}ticket=${ticket}`);
  assert.deepEqual([signedIn.status, signedIn.location], [302, '/private'], signedIn.body);
  hasTicket(person);
  return person;
}
