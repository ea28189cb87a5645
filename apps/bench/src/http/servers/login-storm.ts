import type { Server } from 'node:http';
import { type Authenticator, PasswordCredentials } from '@who/core';
import { createPasswords, isMatch } from '@who/passwords';
import { STORED } from '../../passwords/stored.js';
import { loginApplication } from '../applications/login-application.js';

/** Connect and @who with as many users as are asked for, all with the same stored password: `/login?user7` signs in `user7`. */
export function start(): Server {
  const { verify } = createPasswords();
  const users: Authenticator = {
    async authenticate(_exchange, credentials) {
      if (!(credentials instanceof PasswordCredentials)) return undefined;
      return isMatch(await verify(credentials.password, STORED)) ? { userid: credentials.login } : undefined;
    },
  };
  return loginApplication(
    users,
    () => 'wonderland',
    (userid, login) => (userid === login ? 'storm' : undefined),
  );
}
