import type { ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Sends a stream as a response. From Node 24 on `pipeline` lets go of no source where the client has gone already. */
export async function sendStream(
  body: Readable,
  res: ServerResponse & { readonly stream?: { readonly destroyed: boolean } },
): Promise<void> {
  if (res.destroyed || res.stream?.destroyed) body.destroy();
  else await pipeline(body, res);
}
