import type { ServerResponse } from 'node:http';
import { type Conclusion, isPromise, type MaybePromise, type ResponseHead, type WhoApi } from '@who/core';
import { copyHeaders, Head, type HeaderMap } from './head.js';
import type { SendingMethods } from './output.js';
import { type Guarded, isGone, type Post, ResponseGuard } from './response-guard.js';

/**
 * What is known of a response while nothing has to be done about it. Most are decided on at once and go out as they
 * are; a {@link ResponseGuard} is made for the others. The watch is also the head that the engine looks at.
 */
export class Watch implements Guarded, ResponseHead {
  readonly post: Post;
  readonly res: ServerResponse;
  readonly api: WhoApi<object>;
  /** The methods of the response as outer layers and Node left it. */
  readonly found: SendingMethods;
  /** The headers of outer layers. */
  readonly above: HeaderMap;
  status = 0;
  #guard: ResponseGuard | undefined;
  /** It was decided that the response goes out as it is. The gates stay: to take them away costs more than to pass. */
  #passed = false;

  constructor(post: Post, res: ServerResponse, api: WhoApi<object>, found: SendingMethods) {
    this.post = post;
    this.res = res;
    this.api = api;
    this.found = found;
    this.above = copyHeaders(res);
  }

  get guard(): ResponseGuard {
    this.#guard ??= new ResponseGuard(this);
    return this.#guard;
  }

  get passed(): boolean {
    return this.#passed;
  }

  /** Whether a call that commits the head may go straight on. What has to be decided before it does is decided. */
  passes(): boolean {
    if (this.#passed) return true;
    const { res } = this;
    if (this.#guard && !this.#guard.isWaiting) return false;
    if (res.headersSent || isGone(res) || res.writeHead !== this.post.gates.writeHead) return false;
    this.status = Number(res.statusCode) | 0;
    if (this.status < 200 || this.status > 999) return false;
    const conclusion = this.#conclude();
    this.#passed = !isPromise(conclusion) && !conclusion.challenge && conclusion.headers.length === 0;
    if (!this.#passed) this.guard.conclude(conclusion, [res.statusCode], false);
    else this.#guard?.leave();
    return this.#passed;
  }

  #conclude(): MaybePromise<Conclusion> {
    try {
      return this.api.conclude(this);
    } catch (error) {
      return this.guard.failed(error);
    }
  }

  header(name: string): string | undefined {
    return this.#head.header(name);
  }

  get setCookies(): readonly string[] {
    return this.#head.setCookies;
  }

  get #head(): Head {
    return new Head(this.res, this.above, [this.status]);
  }
}
