import type { ServerResponse } from 'node:http';
import { WhoError } from '@who/core';
import type { Replaceable } from './challenge.js';
import { release } from './drain.js';
import { clearHeaders } from './headers.js';
import { mute } from './mute.js';
import { type Arguments, callBack, type Outer, type Output } from './output.js';

/**
 * A response on which the engine could not decide. The error handlers answer in the application's place, on the same
 * response object, while the application may still be sending. What comes from whom is told apart like this:
 *
 * - During the call of `next(error)` everything comes from the error handlers.
 * - In the rest of that tick everything comes from the application: it goes on after the call that failed.
 * - Later, the application is at work until it ends its response; but whoever begins a head (a status, a header) is
 *   an error handler, because to the application its head was out.
 */
export class Failure implements Output {
  readonly #guard: Replaceable;
  readonly #res: ServerResponse;
  readonly #outer: Outer;
  readonly #unwatch: () => void;
  #calling = false;
  #sameTick = true;
  #headBegun = false;
  #applicationDone = false;
  /** How often the application is told to go on, so that it gets to its end, but does not run for ever. */
  #patience = 100;

  constructor(guard: Replaceable, error: unknown) {
    const { res, outer, above } = guard;
    const { destroy } = res;
    this.#guard = guard;
    this.#res = res;
    this.#outer = outer;
    clearHeaders(res, above);
    res.statusCode = error instanceof WhoError ? error.status : 500;
    if (res.req.httpVersionMajor < 2) res.statusMessage = '';
    guard.dropSources();
    dropPumps(guard);
    guard.output = this;
    // A pipeline whose source has gone takes its target along.
    res.destroy = (reason) => (this.#calling ? Reflect.apply(destroy, res, [reason]) : res);
    this.#unwatch = watchHead(res, () => {
      this.#headBegun = true;
      this.#unwatch();
    });
  }

  /** @param callErrorHandlers goes on with the error */
  answer(callErrorHandlers: () => void): void {
    const nextTick = (): void => {
      this.#sameTick = false;
    };
    // Whichever comes first: nothing that the error handlers put off may run before.
    process.nextTick(nextTick);
    queueMicrotask(nextTick);
    this.#calling = true;
    try {
      callErrorHandlers();
    } finally {
      this.#calling = false;
    }
  }

  get #answering(): boolean {
    return this.#calling || (!this.#sameTick && (this.#headBegun || this.#applicationDone));
  }

  writeHead(args: Arguments): ServerResponse {
    this.#headBegun = true;
    return this.#answering ? this.#outer.writeHead(args) : this.#res;
  }

  write(args: Arguments): boolean {
    if (this.#answering) return this.#outer.write(args);
    callBack(args);
    const { res, drain } = this.#guard;
    if (this.#patience-- > 0) setImmediate(() => release(res, drain.waiting()));
    return false;
  }

  end(args: Arguments): ServerResponse {
    if (!this.#answering) {
      this.#applicationDone = true;
      callBack(args);
      return this.#res;
    }
    this.#unwatch();
    this.#outer.end(args);
    // An outer layer may take its time (a session being saved) and then use the response's methods.
    if (this.#res.writableEnded) mute(this.#guard);
    else this.#res.once('finish', () => mute(this.#guard));
    return this.#res;
  }

  flushHeaders(): void {
    if (this.#answering) this.#outer.flushHeaders();
  }
}

/** Ends the pipelines from iterables, before the error handlers begin any. */
function dropPumps({ res, drain }: Replaceable): void {
  const waiting = drain.waiting();
  setImmediate(() => release(res, waiting, new Error('The response has failed.')));
}

/** Calls back when somebody sets a status or a header. Returns what ends the watch. */
function watchHead(res: ServerResponse, begun: () => void): () => void {
  const ends = HEAD_METHODS.filter((name) => name in res).map((name) => {
    const own = Object.getOwnPropertyDescriptor(res, name);
    const method: unknown = Reflect.get(res, name);
    const value = (...args: Arguments): unknown => {
      begun();
      return Reflect.apply(method as () => unknown, res, args);
    };
    Object.defineProperty(res, name, { value, configurable: true, writable: true });
    return () => putBack(res, name, own);
  });

  const { statusCode } = res;
  Object.defineProperty(res, 'statusCode', {
    configurable: true,
    get: () => statusCode,
    set(status: number) {
      begun();
      res.statusCode = status;
    },
  });
  return () => {
    if (!Object.getOwnPropertyDescriptor(res, 'statusCode')?.set) return;
    for (const end of ends) end();
    Reflect.deleteProperty(res, 'statusCode');
    res.statusCode = statusCode;
  };
}

const HEAD_METHODS = ['setHeader', 'setHeaders', 'appendHeader', 'removeHeader'] as const;

function putBack(res: ServerResponse, name: string, own: PropertyDescriptor | undefined): void {
  if (own) Object.defineProperty(res, name, own);
  else Reflect.deleteProperty(res, name);
}
