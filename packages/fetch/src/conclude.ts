import { type Conclusion, isPromise, type MaybePromise, type ResponseHead, type WhoApi } from '@who/core';
import { release } from './body.js';
import { addHeaders, makeResponse } from './reply.js';

/**
 * For adapters of frameworks that have requests and responses of this kind: decides on a response that is about to
 * leave. Where nothing has to be done, it is the response itself, untouched.
 *
 * A response with a status that is no final one (101 of a WebSocket), or none, is not decided on.
 *
 * @param above headers that outer layers have set on the response, too: they survive a challenge
 * @throws {WhoError} what a plugin failed with; the body of the response is released then
 */
export function concludeResponse(who: WhoApi<object>, response: Response, above?: Headers): MaybePromise<Response> {
  const status = (response as Response | undefined)?.status ?? 0;
  if (status < 200 || status > 599) return response;

  const failed = (error: unknown): never => {
    release(response.body);
    throw error;
  };
  const follow = ({ challenge, headers }: Conclusion): Response => {
    if (challenge) {
      const answer = makeResponse(challenge, who.exchange.method, new Headers(above));
      release(response.body);
      return answer;
    }
    return headers.length === 0 ? response : addHeaders(response, headers);
  };
  try {
    const conclusion = who.conclude(new Head(response, above));
    return isPromise(conclusion) ? conclusion.then(follow).then(undefined, failed) : follow(conclusion);
  } catch (error) {
    return failed(error);
  }
}

class Head implements ResponseHead {
  readonly #response: Response;
  readonly #above: Headers | undefined;

  constructor(response: Response, above: Headers | undefined) {
    this.#response = response;
    this.#above = above;
  }

  get status(): number {
    return this.#response.status;
  }

  header(name: string): string | undefined {
    return this.#response.headers.get(name) ?? undefined;
  }

  /** The cookies of outer layers are not the application's. */
  get setCookies(): readonly string[] {
    const others = this.#above?.getSetCookie() ?? [];
    return this.#response.headers.getSetCookie().filter((cookie) => !others.includes(cookie));
  }
}
