import { type Conclusion, isPromise, type MaybePromise, type ResponseHead, type WhoApi } from '@who/core';
import { release } from './body.js';
import { addHeaders, replyResponse } from './reply.js';

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

  try {
    const conclusion = who.conclude(new Head(response, status, above));
    return isPromise(conclusion)
      ? followLate(who, response, above, conclusion)
      : follow(who, response, above, conclusion);
  } catch (error) {
    throw released(response, error);
  }
}

/** Apart, because functions within would have every response make room for what they use. */
function followLate(
  who: WhoApi<object>,
  response: Response,
  above: Headers | undefined,
  conclusion: PromiseLike<Conclusion>,
): PromiseLike<Response> {
  return conclusion
    .then((late) => follow(who, response, above, late))
    .then(undefined, (error) => {
      throw released(response, error);
    });
}

function follow(
  who: WhoApi<object>,
  response: Response,
  above: Headers | undefined,
  { challenge, headers }: Conclusion,
): Response {
  if (!challenge) return headers.length === 0 ? response : addHeaders(response, headers);
  const answer = replyResponse(challenge, who.exchange.method, above);
  release(response.body);
  return answer;
}

/** Nobody will read the response of the application any more. */
function released(response: Response, error: unknown): unknown {
  release(response.body);
  return error;
}

class Head implements ResponseHead {
  readonly status: number;
  readonly #response: Response;
  readonly #above: Headers | undefined;

  constructor(response: Response, status: number, above: Headers | undefined) {
    this.status = status;
    this.#response = response;
    this.#above = above;
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
