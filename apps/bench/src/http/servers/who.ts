import type { Server } from 'node:http';
import { createWho } from '@who/core';
import { authTkt } from '@who/plugin-auth-tkt';
import { secret } from '../../secret.js';
import { people } from '../people.js';
import { whoServer } from '../who-server.js';

/** Connect and @who with an auth_tkt cookie. */
export function start(): Server {
  const who = createWho({
    publicUrl: 'http://127.0.0.1',
    plugins: { ticket: authTkt({ secrets: [secret] }), people: people() },
    identifiers: ['ticket'],
    authenticators: ['ticket', 'people'],
  });
  return whoServer(who);
}
