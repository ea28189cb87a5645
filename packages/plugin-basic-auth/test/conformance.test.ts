import type { Credentials, PasswordCredentials } from '@who/core';
import { testChallenger, testIdentifier } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { basicAuth } from '../src/index.js';

const runner = { describe, it, expect };
const create = () => basicAuth({ realm: 'Example' });

testIdentifier(runner, {
  create,
  request: (userid) => ({ headers: { Authorization: `Basic ${btoa(`${userid}:secret of ${userid}`)}` } }),
  claims: (credentials: Credentials) => {
    const { login, password } = credentials as PasswordCredentials;
    return password === `secret of ${login}` ? login : `${login} with another's password`;
  },
  secrets: ['secret of', btoa('alice:secret of alice')],
  memory: 'none',
});

testChallenger(runner, { create, status: 401 });
