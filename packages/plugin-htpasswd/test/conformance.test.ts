import { PasswordCredentials } from '@who/core';
import { testAuthenticator } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { htpasswdError } from '../src/errors.js';
import { type HtpasswdOptions, htpasswd } from '../src/index.js';
import { resolveOptions } from '../src/options.js';
import { passwordAuthenticator } from '../src/password-authenticator.js';
import { verifier } from '../src/verifier.js';
import { APR1_OF_SECRET, BCRYPT_OF_SECRET, SHA_OF_SECRET, SHA512_OF_SECRET, temporaryFile } from './support.js';

type Htpasswd = ReturnType<typeof htpasswd>;

const hashes = [SHA_OF_SECRET, APR1_OF_SECRET, BCRYPT_OF_SECRET, SHA512_OF_SECRET];
const users = Array.from({ length: 12 }, (_, index) => `user${index}`);

/** A file with users of each scheme, and a line that never matches. */
function passwordFile(): string {
  const lines = users.map((user, index) => `${user}:${hashes[index % hashes.length]}`);
  return temporaryFile([...lines, 'old:hunter2', ''].join('\n'));
}

/** The plugin while too many checks are waiting. */
function overloaded(): Htpasswd {
  const settings = resolveOptions({ file: passwordFile() });
  return passwordAuthenticator(settings, {
    ...verifier(settings),
    async verify() {
      throw htpasswdError('HTPASSWD_BUSY', 'Too many.', { status: 503 });
    },
  });
}

function closed(): Htpasswd {
  const plugin = htpasswd({ file: passwordFile() });
  plugin.close();
  return plugin;
}

describe.each<[string, Omit<HtpasswdOptions, 'file'>, () => Htpasswd]>([
  ['as it is, or overloaded', {}, overloaded],
  ['that remembers nothing, or is closed', { cacheSeconds: 0, checkIntervalMs: 0 }, closed],
])('%s', (_state, options, broken) => {
  testAuthenticator(
    { describe, it, expect },
    {
      create: () => htpasswd({ file: passwordFile(), ...options }),
      dispose: (plugin) => plugin.close(),
      users,
      credentials: (userid) => new PasswordCredentials(userid, 'secret'),
      wrong: (userid) => new PasswordCredentials(userid, 'a guess'),
      broken,
      secrets: ['secret', 'a guess', 'hunter2', ...hashes.map((hash) => hash.slice(-12))],
      promises: ['authenticate'],
    },
  );
});
