import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Authenticator, Identity, PasswordCredentials, WhoError } from '@who/core';
import { ApiTokenCredentials, apiToken } from '@who/plugin-api-token';
import { type AuthTktOptions, authTkt, type TicketCredentials } from '@who/plugin-auth-tkt';
import { htpasswd } from '@who/plugin-htpasswd';
import { testAuthenticator, testChallenger, testIdentifier } from '@who/testkit';
import { afterAll, describe, expect, it } from 'vitest';
import { createLimiter, deviceCookies, type LimitedOptions, limited } from '../src/index.js';
import { fakeStore } from './fake-store.js';
import { passwordOf, users } from './support.js';

const runner = { describe, it, expect };
const names = Array.from({ length: 12 }, (_, index) => `user${index}`);
/** The suites guess more often than anybody may. */
const many = { freeFailures: 10_000 };
const generous: LimitedOptions = { pair: many, address: many, user: many };

const folder = mkdtempSync(join(tmpdir(), 'who-limiter-'));
const file = join(folder, 'users.htpasswd');
writeFileSync(
  file,
  names.map((name) => `${name}:{SHA}${createHash('sha1').update('secret').digest('base64')}\n`).join(''),
);
afterAll(() => rmSync(folder, { recursive: true }));

const down: Authenticator = {
  authenticate(_exchange, credentials) {
    if (!(credentials instanceof PasswordCredentials)) return undefined;
    throw new WhoError('The database is down.', { code: 'DOWN', plugin: 'users', status: 503 });
  },
};

describe.each<[string, () => LimitedOptions, readonly 'authenticate'[]]>([
  ['in memory', () => generous, []],
  ['in a store', () => ({ ...generous, store: fakeStore(Date.now) }), ['authenticate']],
])('limited %s', (_place, options, promises) => {
  describe('an authenticator that answers at once', () => {
    testAuthenticator(runner, {
      create: ({ now }) => limited(users(), { ...options(), now }),
      users: names,
      credentials: (userid) => new PasswordCredentials(userid, passwordOf(userid)),
      wrong: (userid) => new PasswordCredentials(userid, 'guessed'),
      broken: () => limited(down, options()),
      secrets: ['secret of', 'guessed'],
      promises,
    });
  });

  describe('htpasswd', () => {
    testAuthenticator(runner, {
      create: ({ now }) => limited(htpasswd({ file }), { ...options(), now }),
      dispose: (plugin) => plugin.close(),
      users: names,
      credentials: (userid) => new PasswordCredentials(userid, 'secret'),
      wrong: (userid) => new PasswordCredentials(userid, 'guessed'),
      broken() {
        const plugin = htpasswd({ file });
        plugin.close();
        return limited(plugin, options());
      },
      secrets: ['guessed', '{SHA}'],
      promises: ['authenticate'],
    });
  });
});

describe('a ticket beside device cookies', () => {
  const SECRET = 'another secret of these tests, as long';
  const tickets: AuthTktOptions = { secrets: [SECRET] };
  const devices = { secrets: ['a secret of these tests, which has 32 bytes'] };
  const identity = (userid: string): Identity => new Identity({ userid }, 'ticket', 'ticket');

  testIdentifier(runner, {
    name: 'ticket',
    create: ({ now }) => deviceCookies(authTkt(tickets), { limiter: createLimiter({ devices, now }) }),
    async request(userid, { plugin, exchange }) {
      const [[, cookie] = []] = (await plugin.remember(exchange(), identity(userid))) ?? [];
      return { headers: { Cookie: String(cookie).split(';', 1)[0] as string } };
    },
    claims: (credentials) => (credentials as TicketCredentials).ticket.userid,
    identity,
    memory: 'own',
    secrets: [SECRET, ...devices.secrets],
  });
});

describe('limited API tokens', () => {
  const tokenOf = (userid: string): string => `who_secret-of-${userid}`;
  const sha256 = (token: string): string => createHash('sha256').update(token).digest('hex');
  const tokens = ['alice', 'bob'].map((userid) => ({ userid, sha256: sha256(tokenOf(userid)) }));
  const create = () => limited(apiToken({ realm: 'Example', tokens }), generous);
  const secrets = [tokenOf('')];

  testAuthenticator(runner, {
    create,
    users: ['alice', 'bob'],
    credentials: (userid) => new ApiTokenCredentials(tokenOf(userid)),
    wrong: (userid) => new ApiTokenCredentials(tokenOf(`${userid}.guessed`)),
    odd: (value) => new ApiTokenCredentials(value as string),
    secrets,
  });

  testIdentifier(runner, {
    create,
    request: (userid) => ({ headers: { Authorization: `Bearer ${tokenOf(userid)}` } }),
    claims: (credentials) => (credentials as ApiTokenCredentials).token.slice(tokenOf('').length),
    secrets,
    memory: 'none',
  });

  testChallenger(runner, {
    create,
    status: 401,
    responseHeaders: ['X-Required-Scope'],
    secrets,
  });
});
