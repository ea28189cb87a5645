import { createServer, type Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import { addHeaders, whoMiddleware } from '@who/connect';
import { createWho } from '@who/core';
import { authTkt } from '@who/plugin-auth-tkt';
import { htpasswd } from '@who/plugin-htpasswd';
import connect from 'connect';
import { secret } from '../../secret.js';
import { greet } from '../greeting.js';

/** Written by Apache's htpasswd: a user for each scheme, all with the same password. */
const file = fileURLToPath(new URL('../../../peers/logins.htpasswd', import.meta.url));

/** Connect and @who with passwords. `/login?bcrypt10` checks that user's. Nothing is remembered of earlier checks. */
export function start(): Server {
  const who = createWho({
    publicUrl: 'http://127.0.0.1',
    plugins: { ticket: authTkt({ secrets: [secret] }), users: htpasswd({ file, cacheSeconds: 0 }) },
    identifiers: ['ticket'],
    authenticators: ['ticket', 'users'],
  });
  const app = connect();
  app.use(whoMiddleware(who));
  app.use((req, res, next) => {
    const { path, target } = req.who.exchange;
    if (path !== '/login') return greet(res, req.remoteUser);
    const login = target.slice('/login?'.length);
    req.who.login({ login, password: 'wonderland' }).then(({ identity, headers }) => {
      addHeaders(res, headers);
      greet(res, identity?.userid);
    }, next);
  });
  return createServer(app);
}
