import type { ServerResponse } from 'node:http';
import type { Reply } from '@who/core';
import { clearHeaders } from './headers.js';
import { mute } from './mute.js';
import { install } from './output.js';
import type { Replaceable } from './replaceable.js';
import { sendReply } from './reply.js';

/** Sends a challenge in the place of the application's response, and turns that into silence. */
export function replaceResponse(guard: Replaceable, challenge: Reply): void {
  const { res, post, above } = guard;
  // Whatever inner layers have wrapped around the response belongs to what is being replaced.
  install(res, post.found);
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
