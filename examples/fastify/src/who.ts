import { createWho } from '@who/core';
import { authTkt } from '@who/plugin-auth-tkt';
import { cas } from '@who/plugin-cas';
import { memoryMetadataCache } from '@who/plugin-metadata-cache-memory';

/** Who is asking: this file is the only one that knows how people sign in. */
export const who = createWho({
  publicUrl: process.env['PUBLIC_URL'] ?? 'http://localhost:3000',
  plugins: {
    ticket: authTkt({ secrets: [process.env['WHO_SECRET'] ?? ''] }),
    cas: cas({
      casUrl: process.env['CAS_URL'] ?? 'http://127.0.0.1:3001/cas',
      rememberer: 'ticket',
      logoutPath: '/logout',
    }),
    // CAS releases attributes at the sign-in alone; this one has them for later requests.
    attributes: memoryMetadataCache(),
  },
  identifiers: ['cas', 'ticket'],
  authenticators: ['cas', 'ticket'],
  metadataProviders: ['attributes'],
  challengers: ['cas'],
});
