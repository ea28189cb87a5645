import type { IncomingMessage, ServerResponse } from 'node:http';
import { addHeaders } from '@who/connect';
import { type Authenticator, PasswordCredentials } from '@who/core';
import { greet } from './greeting.js';

/** Who signs in here. */
export const alice = { login: 'alice', password: 'wonderland' } as const;

/** Lets everybody in under the name he gives, with a few attributes. */
export function people(): Authenticator {
  return {
    authenticate(_exchange, credentials) {
      if (!(credentials instanceof PasswordCredentials)) return undefined;
      const userid = credentials.login;
      const attributes = { mail: [`${userid}@example.org`], memberOf: ['staff', 'admins'] };
      return { userid, tokens: ['staff'], metadata: { attributes } };
    },
  };
}

/** The login view of an application with @who. */
export function logIn(req: IncomingMessage, res: ServerResponse, next: (error: unknown) => void): void {
  req.who.login(alice).then(({ identity, headers }) => {
    addHeaders(res, headers);
    greet(res, identity?.userid);
  }, next);
}
