import { createServer, type Server } from 'node:http';
import { whoMiddleware } from '@who/connect';
import { createWho } from '@who/core';
import { authTkt } from '@who/plugin-auth-tkt';
import { redisMetadataCache } from '@who/plugin-metadata-cache-redis';
import connect from 'connect';
import { Redis } from 'ioredis';
import { secret } from '../../secret.js';
import { greet, isLogin } from '../greeting.js';
import { logIn, people } from '../people.js';
import { startRedis } from '../redis.js';

/** The same with metadata of users in Redis, on this machine. Who lacks it is a stranger here, too. */
export async function start(): Promise<Server> {
  const redis = await startRedis();
  const client = new Redis(redis.socket);
  const who = createWho({
    publicUrl: 'http://127.0.0.1',
    plugins: { ticket: authTkt({ secrets: [secret] }), people: people(), attributes: redisMetadataCache({ client }) },
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
  return createServer(app).on('close', () => {
    client.disconnect();
    redis.stop();
  });
}
