import type { Server } from 'node:http';
import { memoryMetadataCache } from '@who/plugin-metadata-cache-memory';
import { metadataServer } from '../applications/metadata-server.js';

/** The same with metadata of users in memory. */
export function start(): Server {
  return metadataServer(memoryMetadataCache());
}
