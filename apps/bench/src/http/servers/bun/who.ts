import { bunPeer } from '@who/fetch';
import { type BunListener, serveByBun } from '../../bun.js';
import { withWho } from '../../fetch-handlers.js';

export function start(): BunListener {
  return serveByBun(withWho(bunPeer));
}
