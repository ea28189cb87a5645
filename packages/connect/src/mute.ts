import type { ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import type { Replaceable } from './challenge.js';
import { type Arguments, callBack, type Output } from './output.js';
import { dropSource } from './sources.js';

/**
 * Makes a response that has been answered deaf to what its application still does to it. Nothing throws, nothing
 * reaches the client, every callback is called, and nobody waits for anything.
 */
export function mute(guard: Replaceable): void {
  const { res } = guard;
  const muted = new Muted(res);
  guard.output = muted;
  res.on('pipe', (source: Readable) => dropSource(source, guard));

  const nothing = (): ServerResponse => res;
  const silent: Partial<Record<string, unknown>> = {
    writeHead: nothing,
    write: (...args: Arguments) => muted.write(args),
    end: (...args: Arguments) => muted.end(args),
    destroy: destroyOnceSent(res, () => muted.closed),
  };
  for (const name of OTHER_METHODS) if (name in res) silent[name] = nothing;
  Object.assign(res, silent);
}

/** What else changes a response, in HTTP/1 or in HTTP/2. */
const OTHER_METHODS: readonly string[] = [
  'addTrailers',
  'appendHeader',
  'flushHeaders',
  'removeHeader',
  'setHeader',
  'setHeaders',
  'setTrailer',
  'writeContinue',
  'writeEarlyHints',
  'writeHeader',
  'writeProcessing',
];

class Muted implements Output {
  closed = false;
  readonly #res: ServerResponse;

  constructor(res: ServerResponse) {
    this.#res = res;
    res.once('close', () => {
      this.closed = true;
    });
  }

  writeHead(): ServerResponse {
    return this.#res;
  }

  write(args: Arguments): boolean {
    callBack(args);
    if (!this.closed) return true;
    // `pipeline` from an iterable reads on for ever unless the response makes it wait, and then fails it.
    process.nextTick(() => this.#res.emit('drain', new Error('The response was replaced by another one.')));
    return false;
  }

  end(args: Arguments): ServerResponse {
    callBack(args);
    return this.#res;
  }

  flushHeaders(): void {}
}

/** `pipeline` destroys its target when its source has gone, and would take the answer along that is on its way. */
function destroyOnceSent(res: ServerResponse, isClosed: () => boolean): ServerResponse['destroy'] {
  const { destroy } = res;
  return (error) => {
    if (isClosed() || res.writableFinished) destroy.call(res, error);
    return res;
  };
}
