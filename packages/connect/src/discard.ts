import type { ServerResponse } from 'node:http';
import { type Drain, release } from './drain.js';
import { type Arguments, callBack } from './output.js';

/** Swallows a body. Its writer is slowed down as by a client, so that an endless one does not stop the world. */
export class Discard {
  readonly #res: ServerResponse;
  readonly #drain: Drain;
  readonly #highWaterMark: number;
  readonly #error: Error | undefined;
  #size = 0;

  /**
   * @param highWaterMark bytes that are taken at once
   * @param error what becomes of a `pipeline` that has more
   */
  constructor({ res, drain }: { res: ServerResponse; drain: Drain }, highWaterMark: number, error?: Error) {
    this.#res = res;
    this.#drain = drain;
    this.#highWaterMark = highWaterMark;
    this.#error = error;
  }

  write(args: Arguments): boolean {
    callBack(args);
    this.#size += 1 + ((args[0] as { length?: number } | null)?.length ?? 0);
    if (this.#size < this.#highWaterMark) return true;
    this.#size = 0;
    setImmediate(() => release(this.#res, this.#drain.waiting(), this.#error));
    return false;
  }
}
