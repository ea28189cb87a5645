import { fakeExchange, fakeRequest } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import {
  type AnyWhoOptions,
  type Challenger,
  createWho,
  isNavigation,
  type Reply,
  responseHead,
} from '../src/index.js';
import { headerIdentifier, listAuthenticator } from './support.js';

const page = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
const navigate = { accept: page, 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };

interface Client {
  readonly name: string;
  readonly headers: Record<string, string | readonly string[]>;
  readonly method?: string;
}

const navigations: readonly Client[] = [
  { name: 'a page load', headers: navigate },
  { name: 'a posted form', headers: navigate, method: 'POST' },
  { name: 'a page load of an old browser', headers: { accept: page } },
  { name: 'one that says nothing of where it shows the page', headers: { accept: page, 'sec-fetch-mode': 'navigate' } },
];
const others: readonly Client[] = [
  { name: 'fetch', headers: { accept: '*/*', 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' } },
  { name: 'fetch that asks for HTML', headers: { accept: page, 'sec-fetch-mode': 'same-origin' } },
  { name: 'an image', headers: { accept: 'image/*,*/*', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' } },
  { name: 'a frame', headers: { ...navigate, 'sec-fetch-dest': 'iframe' } },
  { name: 'XHR', headers: { accept: page, 'x-requested-with': 'XMLHttpRequest' } },
  { name: 'a client that asks for JSON', headers: { accept: 'application/json' } },
  { name: 'curl', headers: { accept: '*/*' } },
  { name: 'one that says nothing', headers: { accept: [] } },
  { name: 'a DAV client', headers: { accept: '*/*' }, method: 'PROPFIND' },
  { name: 'OPTIONS', headers: { accept: '*/*' }, method: 'OPTIONS' },
];
const preflight: Client = {
  name: 'a preflight',
  headers: { accept: '*/*', origin: 'https://spa.example', 'access-control-request-method': 'GET' },
  method: 'OPTIONS',
};

describe('isNavigation', () => {
  it.each(navigations)('$name', ({ method, headers }) =>
    expect(isNavigation(fakeExchange({ method, headers }))).toBe(true),
  );
  it.each([...others, preflight])('not $name', ({ method, headers }) =>
    expect(isNavigation(fakeExchange({ method, headers }))).toBe(false),
  );
});

const redirect: Reply = { status: 302, headers: [['Location', '/login']] };
const ask: Reply = {
  status: 401,
  headers: [
    ['WWW-Authenticate', 'Basic realm="x"'],
    ['Content-Type', 'text/plain'],
    ['Cache-Control', 'no-store'],
  ],
  body: 'This needs a password.',
};
const login: Challenger = { challenge: () => redirect };
const basic: Challenger = { anyClient: true, challenge: () => ask };

function concluded(
  client: Client,
  challengers: readonly ('login' | 'basic')[],
  options: Pick<AnyWhoOptions, 'challengeRequests'>,
) {
  const who = createWho({
    publicUrl: 'https://app.example.org',
    plugins: { a: headerIdentifier('x-a'), list: listAuthenticator('ann'), login, basic },
    identifiers: ['a'],
    authenticators: ['list'],
    challengers,
    logger: { debug() {}, warn() {}, error() {} },
    ...options,
  });
  const { headers, method } = client;
  const api = who.api(fakeRequest({ headers: { ...headers, 'x-a': 'ann' }, method }));
  api.authenticate();
  const json = responseHead(401, [
    ['Content-Type', 'application/json'],
    ['Set-Cookie', 'app=1'],
  ]);
  return api.conclude(json);
}

const pass = { challenge: undefined, headers: [] };

describe('a challenge', () => {
  it.each(navigations)('leads $name to the login page', async (client) => {
    const { challenge } = await concluded(client, ['login', 'basic'], {});
    expect(challenge).toMatchObject({ status: 302 });
  });

  it.each(navigations)('is a page for $name, where only Basic asks', async (client) => {
    const { challenge } = await concluded(client, ['basic'], {});
    expect(challenge).toMatchObject({ status: 401, body: ask.body });
  });

  it.each(others)('leaves $name the 401 of the application, and says how to sign in', async (client) => {
    expect(await concluded(client, ['login', 'basic'], {})).toEqual({
      challenge: undefined,
      headers: [
        ['WWW-Authenticate', 'Basic realm="x"'],
        ['Set-Cookie', 'x-a='],
      ],
    });
  });

  it.each([...others, preflight])('leaves $name the plain 401 where nobody can ask it', async (client) => {
    expect(await concluded(client, ['login'], {})).toEqual(pass);
    expect(await concluded(client, [], {})).toEqual(pass);
  });

  it('leaves a preflight alone', async () => {
    expect(await concluded(preflight, ['login', 'basic'], {})).toEqual(pass);
  });

  it.each([...others, preflight])('redirects $name, too, where all requests are challenged', async (client) => {
    const { challenge } = await concluded(client, ['login', 'basic'], { challengeRequests: 'all' });
    expect(challenge).toMatchObject({ status: 302 });
  });

  it('that an application asks for goes by the same rule, unless it names the challenger', async () => {
    const who = createWho({ publicUrl: 'https://app.example.org', plugins: { login }, challengers: ['login'] });
    const api = who.api(fakeRequest({ headers: { accept: 'application/json' } }));
    expect(await api.challenge()).toBeUndefined();
    expect(await api.challenge(undefined, 'login')).toMatchObject({ status: 302 });
  });
});
