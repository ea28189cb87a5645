import type { ServerResponse } from 'node:http';
import { type Arguments, callBack, type Output } from './output.js';
import { type StandIns, standIns } from './stand-ins.js';

export type Listener = (error?: Error) => unknown;

/**
 * Tells those who wait for `drain` that they may go on.
 *
 * @param error ends a `pipeline` from an iterable, which nothing else would; everybody else takes no notice of it
 */
export function release(res: ServerResponse, waiting: Iterable<Listener>, error?: Error): void {
  for (const listener of waiting) listener.call(res, error);
}

/**
 * Keeps what an application sends while the engine makes up its mind. A producer that heeds `write` is told to wait
 * after its first chunk; what others send nevertheless is kept in order. To the application its head is out and, once
 * it has called `end`, its response ended, as they would be without the guard.
 */
export class Hold implements Output {
  readonly #res: ServerResponse;
  readonly #waiting: () => Iterable<Listener>;
  readonly #onGone: () => void;
  readonly #head: StandIns;
  readonly #message: string | undefined;
  #ended: StandIns | undefined;
  /** The application has hung up after it had ended its response, which has to leave first. */
  #hangUp: Arguments | undefined;
  readonly #calls: Call[] = [];
  /** A `write` has been answered with `false`, so somebody may be waiting for `drain`. */
  #owesDrain = false;
  #open = false;

  /** @param onGone called when the client goes away meanwhile */
  constructor(res: ServerResponse, waiting: () => Iterable<Listener>, onGone: () => void) {
    this.#res = res;
    this.#waiting = waiting;
    this.#onGone = onGone;
    this.#message = res.req.httpVersionMajor < 2 ? res.statusMessage : undefined;
    res.once('close', this.#abandon);
    this.#head = standIns(res, {
      headersSent: true,
      // Layers call this where they find no head, by a name that is not Node's promise.
      _implicitHeader: () => {},
      ...Object.fromEntries(HEAD_METHODS.map((name) => [name, this.#refusing(name)])),
    });
  }

  /** What changes a head throws when it is out, as Node's own does. */
  #refusing(name: string): (...args: Arguments) => unknown {
    const res = this.#res;
    const method: unknown = Reflect.get(res, name);
    return (...args) => {
      // Inner layers may have wrapped this one.
      if (!this.#open) throw headersSent(res, name);
      return Reflect.apply(method as () => unknown, res, args);
    };
  }

  writeHead(): ServerResponse {
    throw headersSent(this.#res, 'writeHead');
  }

  write(args: Arguments): boolean {
    refuseOddChunk(args[0]);
    if (this.#ended) callBack(args, streamError('ERR_STREAM_WRITE_AFTER_END', 'write after end'));
    else this.#calls.push({ method: 'write', args });
    this.#owesDrain = true;
    return false;
  }

  end(args: Arguments): ServerResponse {
    const res = this.#res;
    if (args[0] && typeof args[0] !== 'function') refuseOddChunk(args[0]);
    if (this.#ended) {
      callBack(args, streamError('ERR_STREAM_ALREADY_FINISHED', 'The response has ended already.'));
      return res;
    }
    this.#calls.push({ method: 'end', args });
    this.#ended = standIns(res, {
      writableEnded: true,
      finished: true,
      writableFinished: false,
      destroy: (...reason: Arguments) => {
        this.#hangUp = reason;
        return res;
      },
    });
    return res;
  }

  flushHeaders(): void {
    if (!this.#ended) this.#calls.push({ method: 'flushHeaders', args: [] });
  }

  /** Ends the wait. `false` when there is nothing left to wait for: the client has gone. */
  open(): boolean {
    if (this.#open) return false;
    this.#open = true;
    const res = this.#res;
    res.off('close', this.#abandon);
    this.#head.end();
    this.#ended?.end();
    if (res.req.httpVersionMajor < 2) res.statusMessage = this.#message as string;
    return true;
  }

  /** Makes up for the calls that were kept, in order, by `send`. After a failure it goes on behind the call that failed. */
  replay(send: (method: Call['method'], args: Arguments) => unknown): void {
    let ready = this.#owesDrain;
    for (let call = this.#calls.shift(); call; call = this.#calls.shift()) {
      const { method, args } = call;
      const answer = send(method, args);
      if (method === 'write') ready = answer !== false;
      else if (method === 'end') ready = false;
    }
    if (this.#hangUp) Reflect.apply(this.#res.destroy, this.#res, this.#hangUp);
    if (ready) process.nextTick(() => release(this.#res, this.#waiting()));
  }

  readonly #abandon = (): void => {
    this.open();
    const error = streamError('ERR_STREAM_DESTROYED', 'The client went away.');
    for (const { args } of this.#calls.splice(0)) callBack(args, error);
    this.#onGone();
  };
}

interface Call {
  readonly method: 'write' | 'end' | 'flushHeaders';
  readonly args: Arguments;
}

const HEAD_METHODS: readonly string[] = ['setHeader', 'setHeaders', 'appendHeader', 'removeHeader'];

function headersSent({ req }: ServerResponse, name: string): Error {
  const code = req.httpVersionMajor < 2 ? 'ERR_HTTP_HEADERS_SENT' : 'ERR_HTTP2_HEADERS_SENT';
  return streamError(code, `${name}() comes too late: the head has been sent.`);
}

function streamError(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}

/** Node throws at the call that is wrong. When it is made up for, nobody would be there to catch. */
function refuseOddChunk(chunk: unknown): void {
  if (typeof chunk === 'string' || chunk instanceof Uint8Array) return;
  throw Object.assign(new TypeError('The chunk must be a string, a Buffer or a Uint8Array.'), {
    code: chunk === null ? 'ERR_STREAM_NULL_VALUES' : 'ERR_INVALID_ARG_TYPE',
  });
}
