import { createWho, type Who } from '@who/core';
import { authTkt } from '@who/plugin-auth-tkt';
import { secret } from '../../secret.js';
import { people } from './people.js';

/** An engine with an auth_tkt cookie, and somebody who lets alice in. */
export function ticketEngine(): Who {
  return createWho({
    publicUrl: 'http://127.0.0.1',
    plugins: { ticket: authTkt({ secrets: [secret] }), people: people() },
    identifiers: ['ticket'],
    authenticators: ['ticket', 'people'],
  });
}
