import { createServer, type Server } from 'node:http';
import { whoMiddleware } from '@who/connect';
import { createWho } from '@who/core';
import { authTkt } from '@who/plugin-auth-tkt';
import { memoryMetadataCache } from '@who/plugin-metadata-cache-memory';
import connect from 'connect';
import { secret } from '../../secret.js';
import { greet, isLogin } from '../greeting.js';
import { logIn, people } from '../people.js';

/** The same with metadata of users in memory. Who lacks it is a stranger here, so that nothing else can be measured. */
export function start(): Server {
  const who = createWho({
    publicUrl: 'http://127.0.0.1',
    plugins: { ticket: authTkt({ secrets: [secret] }), people: people(), attributes: memoryMetadataCache() },
    identifiers: ['ticket'],
    authenticators: ['ticket', 'people'],
    metadataProviders: ['attributes'],
  });
  const app = connect();
  app.use(whoMiddleware(who));
  app.use((req, res, next) => {
    if (isLogin(req)) return logIn(req, res, next);
    const { attributes } = (req.who.identity?.metadata ?? {}) as { attributes?: Record<string, readonly string[]> };
    greet(res, attributes?.['mail'] && req.remoteUser);
  });
  return createServer(app);
}
