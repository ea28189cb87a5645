import { type BunListener, serveByBun } from '../../bun.js';
import { least } from '../../fetch-handlers.js';

export function start(): BunListener {
  return serveByBun(least);
}
