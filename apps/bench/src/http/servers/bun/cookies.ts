import { cookies } from '../../applications/fetch-handlers.js';
import { type BunListener, serveByBun } from '../../bun.js';

export function start(): BunListener {
  return serveByBun(cookies);
}
