import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Reply } from '@who/core';
import type { Listener } from './drain.js';
import type { HeaderMap } from './head.js';
import { clearHeaders } from './headers.js';
import { mute } from './mute.js';
import { install, type Output, type SendingMethods } from './output.js';
import { sendReply } from './reply.js';

/** What a replacement needs to know of the guard. */
export interface Replaceable {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  /** The methods of the response as outer layers and Node left it. */
  readonly found: SendingMethods;
  readonly above: HeaderMap;
  /** Everybody who waits for `drain`. */
  waiting(): Iterable<Listener>;
  /** Has an output take all calls from now on. */
  take(output: Output): void;
  dropSources(): void;
}

/** Sends a challenge in the place of the application's response, and turns that into silence. */
export function replaceResponse(guard: Replaceable, challenge: Reply): void {
  const { res, found, above } = guard;
  // Whatever inner layers have wrapped around the response belongs to what is being replaced.
  install(res, found);
  dropTrailers(res);
  clearHeaders(res, above);
  sendReply(res, challenge);
  mute(guard);
  guard.dropSources();
}

/** HTTP/2 sends trailers that have been set, whatever the body. */
function dropTrailers(res: ServerResponse & { readonly stream?: NodeJS.EventEmitter }): void {
  res.stream?.removeAllListeners('wantTrailers');
}
