import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { type Conclusion, type HeaderList, isPromise, type MaybePromise, type WhoApi } from '@who/core';
import { replaceResponse } from './challenge.js';
import { type Drain, watchDrain } from './drain.js';
import { Failure } from './failure.js';
import { copyHeaders, Head, type HeaderMap, settleHeaders, statusOf } from './head.js';
import { addHeaders } from './headers.js';
import { Hold } from './hold.js';
import { type Arguments, install, Outer, type Output, type SendingMethods } from './output.js';
import { dropSource } from './sources.js';
import type { Next } from './types.js';

/**
 * Stands between an application and its response until the application commits the head, has the engine decide, and
 * then either steps aside or replaces the response.
 *
 * The guard itself is the {@link Output} before the decision. Layers that were mounted later may have wrapped the
 * guard's methods and keep calling them, so these stay valid for ever and hand on to the output of the moment.
 */
export class ResponseGuard implements Output {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  /** The response as outer layers and Node left it. */
  readonly outer: Outer;
  readonly above: HeaderMap;
  readonly drain: Drain;
  /** What happens to the calls of the application now. */
  output: Output = this;

  readonly #api: WhoApi<object>;
  readonly #next: Next;
  readonly #own: SendingMethods;
  #sources: Readable[] | undefined;
  /** Inner layers are being asked for the head that they want, by a `writeHead` that sends nothing yet. */
  #asking = false;

  constructor(req: IncomingMessage, res: ServerResponse, api: WhoApi<object>, next: Next) {
    this.req = req;
    this.res = res;
    this.outer = new Outer(res);
    this.above = copyHeaders(res);
    this.#api = api;
    this.#next = next;
    this.drain = watchDrain(res);
    this.#own = {
      writeHead: (...args: Arguments) => this.output.writeHead(args),
      write: (...args: Arguments) => this.output.write(args),
      end: (...args: Arguments) => this.output.end(args),
      flushHeaders: () => this.output.flushHeaders(),
    };
    install(res, this.#own);
    // Stays when the guard steps aside: to take a listener off costs more than all the rest.
    res.on('pipe', (source: Readable) => {
      if (this.output === this.outer) return;
      this.#sources ??= [];
      this.#sources.push(source);
    });
  }

  writeHead(args: Arguments): ServerResponse {
    const status = statusOf(args);
    // Node says what is wrong, or sends a 1xx that is no final answer.
    if (status === undefined || status < 200 || this.#isOver()) return this.outer.writeHead(args);
    this.#decide(args, !this.#asking);
    return this.res;
  }

  write(args: Arguments): boolean {
    return this.#commit().write(args);
  }

  end(args: Arguments): ServerResponse {
    return this.#commit().end(args);
  }

  flushHeaders(): void {
    this.#commit().flushHeaders();
  }

  /** Decides on a head that the application commits without `writeHead`, and says what its call goes on to. */
  #commit(): Output {
    const { res } = this;
    if (this.#isOver() || statusOf([res.statusCode]) === undefined) return this.outer;
    if (res.writeHead !== this.#own.writeHead) this.#askInnerLayers();
    if (this.output === this) this.#decide([res.statusCode], false);
    return this.output;
  }

  /** Whether there is nothing to decide any more: the head has left by another way, or the client has gone. */
  #isOver(): boolean {
    if (!this.res.headersSent && !isGone(this.res)) return false;
    this.#stepAside();
    return true;
  }

  /** Layers that wrap `writeHead` (sessions, compression) get to say what they want before the decision. */
  #askInnerLayers(): void {
    this.#asking = true;
    try {
      this.res.writeHead(this.res.statusCode);
    } finally {
      this.#asking = false;
    }
  }

  /** @param explicit whether the application called `writeHead` itself */
  #decide(args: Arguments, explicit: boolean): void {
    let conclusion: MaybePromise<Conclusion>;
    try {
      conclusion = this.#api.conclude(new Head(this.res, this.above, args));
    } catch (error) {
      this.#fail(error);
      return;
    }
    if (isPromise(conclusion)) this.#hold(conclusion, args, explicit);
    else this.#follow(conclusion, args, explicit);
  }

  #follow({ challenge, headers }: Conclusion, args: Arguments, explicit: boolean): void {
    if (challenge) {
      this.#stepAside();
      replaceResponse(this, challenge);
    } else {
      this.#pass(args, explicit, headers);
    }
  }

  #pass(args: Arguments, explicit: boolean, headers: HeaderList): void {
    const { res, outer } = this;
    const settled = this.output === this && !this.#asking;
    let head = args;
    if (headers.length > 0) {
      head = settleHeaders(res, args);
      addHeaders(res, headers);
    }
    this.#stepAside();
    this.drain.stop();
    if (explicit) outer.writeHead(head);
    // What was decided on is sent, whatever the status has become since, and inner layers are not asked again.
    else if (!settled) res.writeHead = () => outer.writeHead(head);
  }

  #hold(pending: PromiseLike<Conclusion>, args: Arguments, explicit: boolean): void {
    const hold = new Hold(this.res, this.drain, () => this.#stepAside());
    this.output = hold;
    pending.then(
      (conclusion) => {
        if (!hold.open()) return;
        try {
          this.#follow(conclusion, args, explicit);
          hold.replay(this.output);
        } catch (error) {
          // What the application had committed is no valid response; Node would have thrown at its call.
          if (this.res.headersSent) this.#next(error);
          else this.#fail(error, hold);
        }
      },
      (error) => {
        if (hold.open()) this.#fail(error, hold);
        else this.#next(error);
      },
    );
  }

  /** Nothing has left: the error handlers answer instead of the application. */
  #fail(error: unknown, hold?: Hold): void {
    this.#stepAside();
    install(this.res, this.#own);
    const failure = new Failure(this, error);
    hold?.replay(failure);
    failure.answer(() => this.#next(error));
  }

  /** Takes the guard's methods off the response, as far as no inner layer has wrapped them. */
  #stepAside(): void {
    const { res, outer } = this;
    this.output = outer;
    restore(res, this.#own, outer.methods);
  }

  /** Stops whatever the application pipes into its response. */
  dropSources(): void {
    for (const source of this.#sources ?? []) dropSource(source, this);
    this.#sources = undefined;
  }
}

/** Puts back what was found where nobody has wrapped it meanwhile. */
function restore(res: ServerResponse, own: SendingMethods, found: SendingMethods): void {
  if (res.writeHead === own.writeHead) res.writeHead = found.writeHead;
  if (res.write === own.write) res.write = found.write;
  if (res.end === own.end) res.end = found.end;
  if (res.flushHeaders === own.flushHeaders) res.flushHeaders = found.flushHeaders;
}

function isGone(res: ServerResponse & { readonly stream?: { readonly destroyed: boolean } }): boolean {
  return res.destroyed || res.stream?.destroyed === true;
}
