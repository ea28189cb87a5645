import { createServer, type Server } from 'node:http';
import { addHeaders, whoMiddleware } from '@who/connect';
import { createWho } from '@who/core';
import { authTkt } from '@who/plugin-auth-tkt';
import { ldap } from '@who/plugin-ldap';
import connect from 'connect';
import { BASE, READER } from '../../login/slapd.js';
import { secret } from '../../secret.js';
import { greet } from '../greeting.js';

/** Connect and @who with passwords from the directory at `BENCH_LDAP_URL`: `/login?user7` signs in `user7`, and greets them as ldap. */
export function start(): Server {
  const users = ldap({
    urls: process.env['BENCH_LDAP_URL'] ?? '',
    clearText: true,
    bindDn: READER.dn,
    bindPassword: READER.password,
    baseDn: BASE,
  });
  const who = createWho({
    publicUrl: 'http://127.0.0.1',
    plugins: { ticket: authTkt({ secrets: [secret] }), users },
    identifiers: ['ticket'],
    authenticators: ['ticket', 'users'],
  });
  const app = connect();
  app.use(whoMiddleware(who));
  app.use((req, res, next) => {
    const { path, target } = req.who.exchange;
    if (path !== '/login') return greet(res, req.remoteUser);
    const login = target.slice('/login?'.length);
    req.who.login({ login, password: login }).then(({ identity, headers }) => {
      addHeaders(res, headers);
      greet(res, identity?.userid === login ? 'ldap' : undefined);
    }, next);
  });
  return createServer(app);
}
