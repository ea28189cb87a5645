import type { ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { release } from './hold.js';
import { type Arguments, callBack, type Output } from './output.js';
import type { Replaceable } from './replaceable.js';

/**
 * Makes a response that has been answered deaf to what its application still does to it. Nothing throws, nothing
 * reaches the client, every callback is called, and nobody waits for anything.
 */
export function mute(guard: Replaceable): void {
  const { res } = guard;
  const muted = new Muted(guard);
  guard.output = muted;
  res.on('pipe', (source: Readable) => dropSource(source, guard));

  // To the application its response ends when it says so; `Writable.toWeb` counts on that.
  Object.defineProperty(res, 'writableEnded', { configurable: true, get: () => muted.ended });
  const nothing = (): ServerResponse => res;
  const silent: Partial<Record<string, unknown>> = {
    writeHead: nothing,
    write: (...args: Arguments) => muted.write(args),
    end: (...args: Arguments) => muted.end(args),
    // `pipeline` destroys its target when its source has gone, and would take the answer along that is on its way.
    destroy: nothing,
  };
  for (const name of OTHER_METHODS) if (name in res) silent[name] = nothing;
  Object.assign(res, silent);
}

/** What else changes a response, in HTTP/1 or in HTTP/2. */
const OTHER_METHODS: readonly string[] =
  `addTrailers appendHeader flushHeaders removeHeader setHeader setHeaders setTrailer
  writeContinue writeEarlyHints writeHeader writeInformation writeProcessing`.split(/\s+/);

/** Bodies up to this size are read to their end: most of those that come with a 401 are. */
const HIGH_WATER_MARK = 16_384;

class Muted implements Output {
  readonly #res: ServerResponse;
  #size = 0;
  /** Whether the application has called `end`. */
  ended = false;

  constructor(guard: Replaceable) {
    const { res } = guard;
    this.#res = res;
    res.once('close', () => {
      this.#size = Number.POSITIVE_INFINITY;
      // An application that fails now gets its error page swallowed, too. The final handlers of Connect and Express
      // would destroy the connection if they knew that something has been sent; by now it serves other requests.
      Object.defineProperty(res, 'headersSent', { value: false, configurable: true });
      release(res, guard.waiting(), new Error('The response was replaced by another one.'));
    });
  }

  writeHead(): ServerResponse {
    return this.#res;
  }

  /** Lets those wait who bring more, so that an endless body does not stop the world. */
  write(args: Arguments): boolean {
    callBack(args);
    this.#size += 1 + ((args[0] as { length?: number } | null)?.length ?? 0);
    return this.#size < HIGH_WATER_MARK;
  }

  end(args: Arguments): ServerResponse {
    this.ended = true;
    callBack(args);
    return this.#res;
  }

  flushHeaders(): void {}
}

/** Ends the reading of a stream whose contents nobody will see, and frees what it holds. */
export function dropSource(source: Readable, { res }: Pick<Replaceable, 'res'>): void {
  source.unpipe?.(res);
  // The request's own body shares its socket with the response, so it is read to its end instead.
  if (source === res.req) {
    source.resume();
    return;
  }
  source.on?.('error', ignore);
  source.destroy?.();
}

/** Whether a stream minds being cut off is of no interest to anybody. */
function ignore(): void {}
