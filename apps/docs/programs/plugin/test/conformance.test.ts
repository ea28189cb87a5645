import { PasswordCredentials } from '@who/core';
import { testAuthenticator } from '@who/testkit';
import { afterAll, describe, expect, it } from 'vitest';
import { oldAccounts } from '../src/index.js';
import { old, passwordOf } from './support.js';

afterAll(() => old.close());

testAuthenticator(
  { describe, it, expect },
  {
    create: () => oldAccounts({ url: `${old.url}/check` }),
    users: ['alice', 'bob'],
    credentials: (userid) => new PasswordCredentials(userid, passwordOf(userid)),
    wrong: (userid) => new PasswordCredentials(userid, 'guessed'),
    secrets: ['password-of-', 'guessed'],
    // It asks somebody else, so it may answer later.
    promises: ['authenticate'],
    broken: () => oldAccounts({ url: `${old.url}/down` }),
  },
);
