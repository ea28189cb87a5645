import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { Reply } from './reply.js';

/** Writes an answer, in the way that its `delivery` says. */
export async function deliver(response: ServerResponse, reply: Reply): Promise<void> {
  // The client may have gone while the answer was made.
  if (response.destroyed) return;
  const { delivery } = reply;
  const body = Buffer.from(reply.body);
  switch (delivery?.how) {
    case undefined:
      writeHead(response, reply, body.length);
      response.end(body);
      return;
    case 'late':
      if (!(await waited(delivery.delayMs, response))) return;
      writeHead(response, reply, body.length);
      response.end(body);
      return;
    case 'late-body':
      writeHead(response, reply, body.length);
      response.flushHeaders();
      if (await waited(delivery.delayMs, response)) response.end(body);
      return;
    case 'never':
      return;
    case 'drop':
      response.destroy();
      return;
    case 'half':
      writeHead(response, reply, body.length);
      response.write(body.subarray(0, body.length / 2), () => response.destroy());
      return;
    case 'stream':
      writeHead(response, reply);
      // The client may well hang up half-way: that is what such an answer is for.
      await pipeline(Readable.from(delivery.chunks), response).catch(() => {});
  }
}

function writeHead(response: ServerResponse, { status, headers }: Reply, contentLength?: number): void {
  for (const [name, value] of headers) response.appendHeader(name, value);
  if (contentLength !== undefined) response.setHeader('Content-Length', contentLength);
  response.writeHead(status);
}

/** Waits while the connection lasts, and says whether it did. A server that closes ends it too. */
async function waited(delayMs: number, response: ServerResponse): Promise<boolean> {
  const gone = new AbortController();
  const leave = (): void => gone.abort();
  response.once('close', leave);
  try {
    await delay(delayMs, undefined, { signal: gone.signal });
    return true;
  } catch {
    return false;
  } finally {
    response.off('close', leave);
  }
}
