import type { ServerResponse } from 'node:http';
import { type Drain, release } from './drain.js';
import { type Arguments, callBack, type Output } from './output.js';

/**
 * Keeps what an application sends while the engine makes up its mind. A producer that heeds `write` is told to wait
 * after its first chunk; what others send nevertheless is kept in order.
 */
export class Hold implements Output {
  readonly #res: ServerResponse;
  readonly #drain: Drain;
  readonly #onGone: () => void;
  #calls: Call[] = [];
  /** A `write` has been answered with `false`, so somebody may be waiting for `drain`. */
  #owesDrain = false;
  #open = false;

  /** @param onGone called when the client goes away meanwhile */
  constructor(res: ServerResponse, drain: Drain, onGone: () => void) {
    this.#res = res;
    this.#drain = drain;
    this.#onGone = onGone;
    res.once('close', this.#abandon);
    // To the application the head is out, as it would be without the guard.
    Object.defineProperty(res, 'headersSent', { value: true, configurable: true });
  }

  writeHead(): ServerResponse {
    return this.#res;
  }

  write(args: Arguments): boolean {
    refuseOddChunk(args[0]);
    this.#calls.push({ method: 'write', args });
    this.#owesDrain = true;
    return false;
  }

  end(args: Arguments): ServerResponse {
    if (args[0] && typeof args[0] !== 'function') refuseOddChunk(args[0]);
    this.#calls.push({ method: 'end', args });
    return this.#res;
  }

  flushHeaders(): void {
    this.#calls.push({ method: 'flushHeaders', args: [] });
  }

  /** Ends the wait. `false` when there is nothing left to wait for: the client has gone. */
  open(): boolean {
    if (this.#open) return false;
    this.#open = true;
    this.#res.off('close', this.#abandon);
    Reflect.deleteProperty(this.#res, 'headersSent');
    return true;
  }

  /** Makes up for the calls that were kept, in order. */
  replay(output: Output): void {
    let ready = this.#owesDrain;
    for (const { method, args } of this.#calls) {
      const answer = output[method](args);
      if (method === 'write') ready = answer !== false;
      else if (method === 'end') ready = false;
    }
    this.#calls = [];
    if (ready) process.nextTick(() => release(this.#res, this.#drain.waiting()));
  }

  readonly #abandon = (): void => {
    this.open();
    const error = Object.assign(new Error('The client went away.'), { code: 'ERR_STREAM_DESTROYED' });
    for (const { args } of this.#calls) callBack(args, error);
    this.#calls = [];
    this.#onGone();
  };
}

interface Call {
  readonly method: 'write' | 'end' | 'flushHeaders';
  readonly args: Arguments;
}

/** Node throws at the call that is wrong. When it is made up for, nobody would be there to catch. */
function refuseOddChunk(chunk: unknown): void {
  if (typeof chunk === 'string' || chunk instanceof Uint8Array) return;
  throw Object.assign(new TypeError('The chunk must be a string, a Buffer or a Uint8Array.'), {
    code: chunk === null ? 'ERR_STREAM_NULL_VALUES' : 'ERR_INVALID_ARG_TYPE',
  });
}
