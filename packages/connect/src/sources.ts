import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';

/** Ends the reading of a stream whose contents nobody will see, and frees what it holds. */
export function dropSource(source: Readable, { req, res }: { req: IncomingMessage; res: ServerResponse }): void {
  source.unpipe?.(res);
  // The request's own body shares its socket with the response, so it is read to its end instead.
  if (source === req) {
    source.resume();
    return;
  }
  source.on?.('error', ignore);
  source.destroy?.();
}

/** Whether a stream minds being cut off is of no interest to anybody. */
function ignore(): void {}
