import type { Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import { htpasswd } from '@who/plugin-htpasswd';
import { loginApplication } from '../applications/login-application.js';

/** Hashes by Apache's htpasswd: eight users for each scheme, all with the same password. */
const file = fileURLToPath(new URL('../../../peers/logins.htpasswd', import.meta.url));

/**
 * Connect and @who with passwords. `/login?bcrypt10-3` checks that user's, and greets by the scheme. Nothing is remembered
 * of earlier checks; one that runs is shared by all who ask for the same.
 */
export function start(): Server {
  return loginApplication(
    htpasswd({ file, cacheSeconds: 0 }),
    () => 'wonderland',
    (userid) => userid?.split('-')[0],
  );
}
