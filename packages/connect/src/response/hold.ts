import { type ServerResponse, STATUS_CODES } from 'node:http';
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
  readonly #standIns: StandIns[] = [];
  readonly #message: string | undefined;
  #ended = false;
  /** What hangs up, called after the end of the response, which has to leave first. */
  readonly #hangUps: (() => unknown)[] = [];
  readonly #calls: Call[] = [];
  /** A `write` has been answered with `false`, so somebody may be waiting for `drain`. */
  #owesDrain = false;
  #open = false;

  /**
   * @param head as `writeHead` takes it, with the status that is decided on
   * @param onGone called when the client goes away meanwhile
   */
  constructor(res: ServerResponse, head: Arguments, waiting: () => Iterable<Listener>, onGone: () => void) {
    this.#res = res;
    this.#waiting = waiting;
    this.#onGone = onGone;
    res.statusCode = Number(head[0]) | 0;
    if (isHttp1(res)) {
      const message = typeof head[1] === 'string' ? head[1] : res.statusMessage;
      this.#message = message || STATUS_CODES[res.statusCode] || 'unknown';
      res.statusMessage = this.#message;
    }
    res.once('close', this.#abandon);
    this.#standIns.push(
      standIns(res, {
        headersSent: true,
        // Layers call this where they find no head, by a name that is not Node's promise.
        _implicitHeader: () => {},
        // What changes a head throws when it is out, as Node's own does.
        ...this.#instead(res, isHttp1(res) && 'writeInformation' in res ? HEAD_AND_INTERIM : HEAD, (name) => {
          throw headersSent(res, name);
        }),
      }),
    );
  }

  /** Methods that do something else until the wait is over. */
  #instead(target: object, names: readonly string[], act: Act): object {
    const instead = (name: string): ((...args: Arguments) => unknown) => {
      const method = Reflect.get(target, name) as () => unknown;
      // Inner layers may have wrapped this one, and call it for ever.
      return (...args) => (this.#open ? Reflect.apply(method, target, args) : act(name, args));
    };
    return Object.fromEntries(names.map((name) => [name, instead(name)]));
  }

  /**
   * Has those wait that hang up, unless the client has done so: the response that has ended leaves first. Their methods
   * are set back, not taken away: what loses a property is slow from then on, and a connection serves other requests.
   */
  #later<Name extends string>(target: { [name in Name]: (...args: never) => unknown }, name: Name): void {
    const method = target[name];
    const { req, socket } = this.#res;
    const wait = (...args: Arguments): unknown => {
      if (this.#open || (req.httpVersionMajor < 2 && socket?.readableEnded)) return Reflect.apply(method, target, args);
      this.#hangUps.push(() => Reflect.apply(target[name], target, args));
      return target;
    };
    target[name] = wait;
    this.#standIns.push({
      end() {
        if (target[name] === wait) target[name] = method;
      },
    });
  }

  writeHead(): ServerResponse {
    throw headersSent(this.#res, 'writeHead');
  }

  write(args: Arguments): boolean {
    refuseOddChunk(args);
    if (this.#ended) callBack(args, streamError('ERR_STREAM_WRITE_AFTER_END', 'write after end'));
    else this.#calls.push({ method: 'write', args });
    this.#owesDrain = true;
    return false;
  }

  end(args: Arguments): ServerResponse {
    const res: ServerResponse & { readonly stream?: { close(): unknown } } = this.#res;
    if (args[0] && typeof args[0] !== 'function') refuseOddChunk(args);
    if (this.#ended) {
      callBack(args, streamError('ERR_STREAM_ALREADY_FINISHED', 'The response has ended already.'));
      return res;
    }
    this.#calls.push({ method: 'end', args });
    this.#ended = true;
    // `finished` stays false: by that a server that closes tells which connections have nothing left to send.
    this.#standIns.push(standIns(res, { writableEnded: true, writableFinished: false }));
    this.#later(res, 'destroy');
    this.#later(res.req, 'destroy');
    if (!isHttp1(res)) {
      if (res.stream) this.#later(res.stream, 'close');
    } else if (res.socket) {
      this.#later(res.socket, 'end');
      this.#later(res.socket, 'destroySoon');
    }
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
    for (const { end } of this.#standIns) end();
    if (isHttp1(res)) res.statusMessage = this.#message as string;
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
    this.#hangUp();
    if (ready) process.nextTick(() => release(this.#res, this.#waiting()));
  }

  #hangUp(): void {
    for (const hangUp of this.#hangUps.splice(0)) hangUp();
  }

  readonly #abandon = (): void => {
    this.open();
    const error = streamError('ERR_STREAM_DESTROYED', 'The client went away.');
    for (const { args } of this.#calls.splice(0)) callBack(args, error);
    this.#hangUp();
    this.#onGone();
  };
}

interface Call {
  readonly method: 'write' | 'end' | 'flushHeaders';
  readonly args: Arguments;
}

type Act = (name: string, args: Arguments) => unknown;

const HEAD: readonly string[] = ['setHeader', 'setHeaders', 'appendHeader', 'removeHeader'];
/** Node minds these, too, in the versions that have the last one. */
const HEAD_AND_INTERIM = [...HEAD, 'writeContinue', 'writeProcessing', 'writeEarlyHints', 'writeInformation'];

/** Whether it is one of HTTP/1, with a message and a socket of its own. */
function isHttp1({ req }: ServerResponse): boolean {
  return req.httpVersionMajor < 2;
}

function headersSent(res: ServerResponse, name: string): Error {
  const code = isHttp1(res) ? 'ERR_HTTP_HEADERS_SENT' : 'ERR_HTTP2_HEADERS_SENT';
  return streamError(code, `${name}() comes too late: the head has been sent.`);
}

function streamError(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}

/** Node throws at the call that is wrong. When it is made up for, nobody would be there to catch. */
function refuseOddChunk([chunk, encoding]: Arguments): void {
  if (chunk instanceof Uint8Array) return;
  if (typeof chunk === 'string') {
    if (typeof encoding !== 'string' || encoding === '' || Buffer.isEncoding(encoding)) return;
    throw Object.assign(new TypeError('The encoding is unknown.'), { code: 'ERR_UNKNOWN_ENCODING' });
  }
  throw Object.assign(new TypeError('The chunk must be a string, a Buffer or a Uint8Array.'), {
    code: chunk === null ? 'ERR_STREAM_NULL_VALUES' : 'ERR_INVALID_ARG_TYPE',
  });
}
