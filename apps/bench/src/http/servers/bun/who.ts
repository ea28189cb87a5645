import { bunPeer } from '@who/fetch';
import { withWho } from '../../applications/fetch-handlers.js';
import { type BunListener, serveByBun } from '../../bun.js';

export function start(): BunListener {
  return serveByBun(withWho(bunPeer));
}
