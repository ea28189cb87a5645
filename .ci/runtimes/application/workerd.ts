import { type Authenticator, PasswordCredentials, WhoError } from '@who/core';
import { workersPeer } from '@who/fetch';
import { createLimiter } from '@who/limiter';
import { createPasswords } from '@who/passwords';
import { authPubtkt } from '@who/plugin-auth-pubtkt';
import { cas } from '@who/plugin-cas';
import { htpasswd } from '@who/plugin-htpasswd';
import { ldap } from '@who/plugin-ldap';
import { redisMetadataCache } from '@who/plugin-metadata-cache-redis';
import { pg, sql } from '@who/plugin-sql';
import { PASSWORD, USERS } from './facts.js';
import { site } from './site.js';

const casUrl = process.env['CAS_URL'] ?? '';

const passwords: Authenticator = {
  authenticate(_exchange, credentials) {
    if (!(credentials instanceof PasswordCredentials)) return undefined;
    const { login, password } = credentials;
    return USERS.includes(login) && password === PASSWORD ? { userid: login } : undefined;
  },
};

/** What is made here and cannot run says so. */
const refusals = [
  refusalOf(() => htpasswd({ file: 'users.htpasswd' })),
  refusalOf(() => ldap({ urls: 'ldaps://127.0.0.1', baseDn: 'dc=example,dc=org' })),
  refusalOf(() => redisMetadataCache({ url: 'redis://127.0.0.1' })),
  refusalOf(() => createPasswords()),
  refusalOf(() =>
    sql({
      driver: pg({ connect() {}, query() {}, on() {} } as never),
      user: 'SELECT userid, password FROM users WHERE login = :login',
    }),
  ),
  refusalOf(() => createLimiter({ url: 'redis://127.0.0.1' })),
  refusalOf(() => authPubtkt({ publicKeys: { file: 'public.pem' } })),
  refusalOf(() => cas({ casUrl, rememberer: 'ticket' })),
];

function refusalOf(make: () => unknown): string {
  try {
    make();
    return 'none';
  } catch (error) {
    return error instanceof WhoError ? `${error.plugin} ${error.code}` : String(error);
  }
}

const fetch = site<unknown>(casUrl, passwords, workersPeer);

const worker: { fetch(request: Request, context: unknown): Response | Promise<Response> } = {
  fetch: (request, context) =>
    new URL(request.url).pathname === '/refusals' ? Response.json(refusals) : fetch(request, context),
};

export default worker;
