import { type Credentials, Identity, type PasswordCredentials } from '@who/core';
import { plainRememberer, testChallenger, testIdentifier } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { basicAuth } from '../src/index.js';

const runner = { describe, it, expect };
const create = () => basicAuth({ realm: 'Example' });

const subject = {
  request: (userid: string) => ({ headers: { Authorization: `Basic ${btoa(`${userid}:secret of ${userid}`)}` } }),
  claims: (credentials: Credentials) => {
    const { login, password } = credentials as PasswordCredentials;
    return password === `secret of ${login}` ? login : `${login} with another's password`;
  },
  secrets: ['secret of', btoa('alice:secret of alice')],
};

testIdentifier(runner, { ...subject, create, memory: 'none' });

testIdentifier(runner, {
  ...subject,
  create: () => basicAuth({ realm: 'Example', rememberer: 'ticket' }),
  plugins: { ticket: plainRememberer() },
  identity: (userid) => new Identity({ userid }, 'subject', 'users'),
  memory: 'delegated',
});

testChallenger(runner, { create, status: 401 });
