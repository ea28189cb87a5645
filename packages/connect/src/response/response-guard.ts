import type { ServerResponse } from 'node:http';
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
import { connectError } from '../errors.js';
import { replaceResponse } from './challenge.js';
import { type ErrorPage, logError } from './error-page.js';
import { copyHeaders, Head, type HeaderMap, settleHeaders, statusOf, validateHeaders } from './head.js';
import { addHeaders, clearHeaders } from './headers.js';
import { Hold, type Listener } from './hold.js';
import { dropSource, mute } from './mute.js';
import { type Arguments, install, type Output, type ResponseMethods, restore, type SendingMethods } from './output.js';
import type { Replaceable } from './replaceable.js';
import { answerInstead, errorReply, plainReply } from './reply.js';

/** What the guards of one middleware have in common. */
export interface Post {
  readonly errorPage: ErrorPage;
  readonly gates: SendingMethods;
  /** The methods of a response as outer layers and Node left it. */
  readonly found: ResponseMethods;
}

/**
 * Stands between an application and its response until the application commits the head, has the engine decide, and
 * then either steps aside, as it does for nearly all, or replaces the response.
 */
export class ResponseGuard implements Replaceable {
  readonly res: ServerResponse;
  readonly post: Post;
  readonly above: HeaderMap;
  /** What takes the calls of the application, once it is decided. */
  output: Output | undefined;

  readonly #api: WhoApi<object>;
  /** What is piped into the response. */
  #sources: Readable[] | undefined;
  /** Who waits for `drain`, as far as outer layers keep it to themselves. */
  #waiting: readonly Listener[] | undefined;
  /** Inner layers are being asked for the head that they want, by a `writeHead` that sends nothing yet. */
  #asking = false;

  constructor(res: ServerResponse, api: WhoApi<object>, post: Post, above: Parameters<typeof copyHeaders>[1]) {
    this.res = res;
    this.post = post;
    this.above = copyHeaders(res, above);
    this.#api = api;
  }

  /** Whether the response goes out as it is. */
  get passed(): boolean {
    return this.output === PASSED;
  }

  /**
   * Decides on a head that the application commits without `writeHead`, if that is still to be done.
   *
   * @returns whether the application's call goes straight on; else the {@link output} takes it
   */
  commit(): boolean {
    if (this.output) return this.passed;
    const { res } = this;
    const args = [res.statusCode];
    if (this.#isOver() || statusOf(args) === undefined) return true;
    if (res.writeHead !== this.post.gates.writeHead) this.#askInnerLayers();
    if (!this.output) this.#decide(args, false);
    return this.passed;
  }

  writeHead(args: Arguments): ServerResponse {
    if (this.output) return this.passed ? this.#writeHead(args) : this.output.writeHead(args);
    const status = statusOf(args);
    // Node says what is wrong, or sends a 1xx that is no final answer; unless `end` says that it is one.
    if (status === undefined || (status < 200 && !this.#asking) || this.#isOver()) return this.#writeHead(args);
    this.#decide(args, !this.#asking);
    return this.res;
  }

  #writeHead(args: Arguments): ServerResponse {
    return Reflect.apply(this.post.found.writeHead, this.res, args);
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
      conclusion = this.#failed(error);
    }
    if (isPromise(conclusion)) {
      if (explicit) this.#validate(args, conclusion);
      this.#hold(conclusion, args, explicit);
    } else this.#follow(conclusion, args, explicit);
  }

  /** Has the application know at once what Node refuses: it may have another answer, which is decided on anew. */
  #validate(args: Arguments, pending: PromiseLike<unknown>): void {
    try {
      validateHeaders(args);
    } catch (error) {
      pending.then(undefined, () => {});
      throw error;
    }
  }

  /** The application has run already, so no error handler can be asked: its response makes way for an error page. */
  #failed(error: unknown): MaybePromise<Conclusion> {
    return chain(this.post.errorPage(error, this.res.req), (page) => ({ challenge: page, headers: [] }));
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
    const { res } = this;
    logError(this.#api.exchange.logger, error);
    install(res, this.post.found);
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
    const { res } = this;
    const settled = !this.output && !this.#asking;
    let head = args;
    if (headers.length > 0) {
      head = settleHeaders(res, args);
      addHeaders(res, headers);
    }
    this.#stepAside();
    if (explicit) this.#writeHead(head);
    // What was decided on is sent, whatever the status has become since, and inner layers are not asked again.
    else if (!settled) res.writeHead = () => this.#writeHead(head);
  }

  #hold(pending: PromiseLike<Conclusion>, args: Arguments, explicit: boolean): void {
    const hold = new Hold(
      this.res,
      args,
      () => this.waiting(),
      () => this.#stepAside(),
    );
    this.output = hold;
    const replay = (): void =>
      hold.replay((method, args) =>
        this.output && !this.passed
          ? this.output[method](args)
          : Reflect.apply(this.post.found[method], this.res, args),
      );
    const follow = (conclusion: Conclusion): void => {
      if (!hold.open()) return;
      try {
        this.#follow(conclusion, args, explicit);
        replay();
      } catch (error) {
        this.#refuse(error);
        replay();
      }
    };
    pending.then(follow, (error) => chain(this.#failed(error), follow));
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

  /** Takes the gates away, as far as no inner layer has wrapped them: those call them for ever. */
  #stepAside(): void {
    this.output = PASSED;
    restore(this.res, this.post.gates, this.post.found);
  }

  /**
   * Takes notice of a new listener, before the decision. Outer layers that transform the body (compression) keep those
   * who wait for `drain` to themselves. And whoever pipes into a response listens first: to listen for that is dear.
   */
  listened(name: string | symbol, listener: Listener): void {
    if (name === 'drain' && !this.res.rawListeners(name).includes(listener)) {
      this.#waiting = [...(this.#waiting ?? []), listener];
    }
    if (this.#sources) return;
    const sources: Readable[] = [];
    this.#sources = sources;
    const piped = (source: Readable): void => {
      if (!this.passed) sources.push(source);
    };
    Reflect.apply(this.post.found.on, this.res, ['pipe', piped]);
  }

  waiting(): Iterable<Listener> {
    return new Set([...(this.res.rawListeners('drain') as Listener[]), ...(this.#waiting ?? [])]);
  }

  dropSources(): void {
    for (const source of this.#sources?.splice(0) ?? []) dropSource(source, this);
  }
}

/** The calls go straight on. */
const PASSED = Object.freeze({}) as Output;

function isGone(res: ServerResponse & { readonly stream?: { readonly destroyed: boolean } }): boolean {
  return res.destroyed || res.stream?.destroyed === true;
}
