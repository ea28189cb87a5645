import type { Server } from 'node:http';
import { redisMetadataCache } from '@who/plugin-metadata-cache-redis';
import { Redis } from 'ioredis';
import { startRedis } from '../../redis/redis-server.js';
import { metadataServer } from '../applications/metadata-server.js';

/** The same with metadata of users in Redis, on this machine. */
export async function start(): Promise<Server> {
  const redis = await startRedis();
  const client = new Redis(redis.socket);
  return metadataServer(redisMetadataCache({ client })).on('close', () => {
    client.disconnect();
    redis.stop();
  });
}
