import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import {
  type Conclusion,
  chain,
  type HeaderList,
  isPromise,
  type MaybePromise,
  type Reply,
  type WhoApi,
} from '@who/core';
import { replaceResponse } from './challenge.js';
import { type Drain, PlainDrain, watchDrain } from './drain.js';
import { type ErrorPage, logError } from './error-page.js';
import { connectError } from './errors.js';
import { Head, type HeaderMap, settleHeaders, statusOf } from './head.js';
import { addHeaders, clearHeaders } from './headers.js';
import { Hold } from './hold.js';
import { mute } from './mute.js';
import { type Arguments, install, Outer, type Output, type SendingMethods } from './output.js';
import { answerInstead, errorReply, plainReply } from './reply.js';
import { dropSource } from './sources.js';

/** What the guards of one middleware have in common. */
export interface Post {
  readonly errorPage: ErrorPage;
  /** The methods that stand before responses meanwhile. */
  readonly gates: SendingMethods;
}

/** A response that is guarded. */
export interface Guarded {
  readonly post: Post;
  readonly res: ServerResponse;
  readonly api: WhoApi<object>;
  /** The methods of the response as outer layers and Node left it. */
  readonly found: SendingMethods;
  /** The headers of outer layers. */
  readonly above: HeaderMap;
}

/**
 * Stands between an application and its response until the application commits the head, has the engine decide, and
 * then either steps aside or replaces the response.
 *
 * The guard itself is the {@link Output} before the decision. Layers that were mounted later may have wrapped the gates
 * and keep calling them, so these stay valid for ever and hand on to the output of the moment.
 */
export class ResponseGuard implements Output {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  /** The response as outer layers and Node left it. */
  readonly outer: Outer;
  readonly above: HeaderMap;
  drain: Drain;
  /** What happens to the calls of the application now. */
  output: Output = this;

  readonly #api: WhoApi<object>;
  readonly #post: Post;
  #sources: Readable[] | undefined;
  /** Inner layers are being asked for the head that they want, by a `writeHead` that sends nothing yet. */
  #asking = false;

  constructor({ res, api, above, found, post }: Guarded) {
    this.req = api.exchange.request;
    this.res = res;
    this.outer = new Outer(res, found);
    this.above = above;
    this.#api = api;
    this.#post = post;
    this.drain = new PlainDrain(res);
  }

  /** Whether nothing has been decided yet. */
  get isWaiting(): boolean {
    return this.output === this;
  }

  /** For a response whose listeners outer layers keep to themselves. */
  watchListeners(): void {
    this.drain = watchDrain(this.res);
    this.watchSources();
  }

  /** Keeps in mind what is piped into the response, until it is decided on. */
  watchSources(): void {
    if (this.#sources) return;
    const sources: Readable[] = [];
    this.#sources = sources;
    // Stays when the guard steps aside: to take a listener off costs more than all the rest.
    this.res.on('pipe', (source: Readable) => {
      if (this.output !== this.outer) sources.push(source);
    });
  }

  writeHead(args: Arguments): ServerResponse {
    const status = statusOf(args);
    // Node says what is wrong, or sends a 1xx that is no final answer; unless `end` says that it is one.
    if (status === undefined || (status < 200 && !this.#asking) || this.#isOver()) return this.outer.writeHead(args);
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
    if (res.writeHead !== this.#post.gates.writeHead) this.#askInnerLayers();
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
      conclusion = this.failed(error);
    }
    this.conclude(conclusion, args, explicit);
  }

  /** Does what the engine concludes. */
  conclude(conclusion: MaybePromise<Conclusion>, args: Arguments, explicit: boolean): void {
    if (isPromise(conclusion)) this.#hold(conclusion, args, explicit);
    else this.#follow(conclusion, args, explicit);
  }

  /** The application has run already, so no error handler can be asked: its response makes way for an error page. */
  failed(error: unknown): MaybePromise<Conclusion> {
    return chain(this.#post.errorPage(error, this.req), (page) => ({ challenge: page, headers: [] }));
  }

  #follow({ challenge, headers }: Conclusion, args: Arguments, explicit: boolean): void {
    if (challenge) this.#replace(challenge);
    else this.#pass(args, explicit, headers);
  }

  #replace(reply: Reply): void {
    this.#stepAside();
    try {
      replaceResponse(this, reply);
    } catch (error) {
      this.#giveUp(error);
    }
  }

  /** Not even the reply could be sent. Nothing of the application's response may leave instead. */
  #giveUp(error: unknown): void {
    const { res, outer } = this;
    logError(this.#api.exchange.logger, error);
    install(res, outer.methods);
    try {
      clearHeaders(res, {});
      answerInstead(res, plainReply(500));
    } catch {
      // Whatever outer layers make of it, the connection ends.
      res.destroy();
    }
    mute(this);
    this.dropSources();
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
    const follow = (conclusion: Conclusion): void => {
      if (!hold.open()) return;
      try {
        this.#follow(conclusion, args, explicit);
        hold.replay(this.output);
      } catch (error) {
        this.#refuse(error);
        hold.replay(this.output);
      }
    };
    pending.then(follow, (error) => chain(this.failed(error), follow));
  }

  /** What the application had committed is no valid response. Node would have thrown at its call. */
  #refuse(cause: unknown): void {
    const error = connectError('BAD_RESPONSE', 'Node refuses the response of the application.', cause);
    if (this.res.headersSent) {
      this.#giveUp(error);
    } else {
      logError(this.#api.exchange.logger, error);
      this.#replace(errorReply(error));
    }
  }

  /** The response goes out as it is: the watch has found out. */
  leave(): void {
    this.#stepAside();
    this.drain.stop();
  }

  /** Takes the guard's methods off the response, as far as no inner layer has wrapped them. */
  #stepAside(): void {
    const { res, outer } = this;
    this.output = outer;
    restore(res, this.#post.gates, outer.methods);
  }

  /** Stops whatever the application pipes into its response. */
  dropSources(): void {
    for (const source of this.#sources?.splice(0) ?? []) dropSource(source, this);
  }
}

/** Puts back what was found where nobody has wrapped it meanwhile. */
function restore(res: ServerResponse, own: SendingMethods, found: SendingMethods): void {
  if (res.writeHead === own.writeHead) res.writeHead = found.writeHead;
  if (res.write === own.write) res.write = found.write;
  if (res.end === own.end) res.end = found.end;
  if (res.flushHeaders === own.flushHeaders) res.flushHeaders = found.flushHeaders;
}

export function isGone(res: ServerResponse & { readonly stream?: { readonly destroyed: boolean } }): boolean {
  return res.destroyed || res.stream?.destroyed === true;
}
