import { createWho } from '@who/core';
import { authTkt } from '@who/plugin-auth-tkt';
import { form } from '@who/plugin-form';
import { htpasswd } from '@who/plugin-htpasswd';

/** Who is asking: this file is the only one that knows how people sign in. */
export const who = createWho({
  publicUrl: process.env['PUBLIC_URL'] ?? 'http://localhost:3000',
  plugins: {
    ticket: authTkt({ secrets: [process.env['WHO_SECRET'] ?? ''] }),
    form: form({ rememberer: 'ticket' }),
    users: htpasswd({ file: 'users.htpasswd' }),
  },
  identifiers: ['form', 'ticket'],
  authenticators: ['ticket', 'users'],
  challengers: ['form'],
});
