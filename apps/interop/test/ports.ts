import { once } from 'node:events';
import { createServer } from 'node:net';

// Below what the kernel gives away by itself, so that nobody else gets it before the server is up; and none that
// browsers refuse, as they do with 10080.
const LOWEST = 11_000;
const HIGHEST = 32_000;

/** A port that nobody listens on, for a server that cannot pick one itself. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
    const server = createServer().listen(port, '127.0.0.1');
    const isFree = await once(server, 'listening').then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}
