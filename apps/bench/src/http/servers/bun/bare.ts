import { type BunListener, serveByBun } from '../../bun.js';
import { bare } from '../../fetch-handlers.js';

export function start(): BunListener {
  return serveByBun(bare);
}
