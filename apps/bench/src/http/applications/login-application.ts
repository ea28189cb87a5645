import { createServer, type Server } from 'node:http';
import { addHeaders, whoMiddleware } from '@who/connect';
import { type Authenticator, createWho } from '@who/core';
import { authTkt } from '@who/plugin-auth-tkt';
import connect from 'connect';
import { secret } from '../../secret.js';
import { greet } from './greeting.js';

/**
 * Connect and @who with passwords: `/login?NAME` signs somebody in.
 *
 * @param passwordOf what is given for the password of a name
 * @param nameOf who is greeted, once he is signed in
 */
export function loginApplication(
  users: Authenticator,
  passwordOf: (login: string) => string,
  nameOf: (userid: string | undefined, login: string) => string | undefined,
): Server {
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
    req.who.login({ login, password: passwordOf(login) }).then(({ identity, headers }) => {
      addHeaders(res, headers);
      greet(res, nameOf(identity?.userid, login));
    }, next);
  });
  return createServer(app);
}
