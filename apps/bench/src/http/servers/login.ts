import type { Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import { htpasswd } from '@who/plugin-htpasswd';
import { loginApplication } from '../applications/login-application.js';

/** Written by Apache's htpasswd: a user for each scheme, all with the same password. */
const file = fileURLToPath(new URL('../../../peers/logins.htpasswd', import.meta.url));

/** Connect and @who with passwords. `/login?bcrypt10` checks that user's. Nothing is remembered of earlier checks. */
export function start(): Server {
  return loginApplication(
    htpasswd({ file, cacheSeconds: 0 }),
    () => 'wonderland',
    (userid) => userid,
  );
}
