import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import {
  type Conclusion,
  type HeaderList,
  isTarget,
  type MaybePromise,
  type Reply,
  type ResponseHead,
  responseHead,
  restrict,
  type WhoApi,
  WhoError,
} from '@who/core';
import { type AdapterSetup, type AdapterSubject, type ApplicationResponse, serve } from '../../../src/index.js';
import { sendStream } from '../../send-stream.js';
import { bodyOf, requestOf } from './request.js';

/** A request on its way through the reference adapter. */
export interface Passage {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly setup: AdapterSetup;
}

/** The steps of an adapter that can be done wrong. */
export interface Steps {
  /** Before anything else happens to the request. */
  arrive(req: IncomingMessage): void;
  isRefused(passage: Passage): boolean;
  remoteUser(passage: Passage): string | undefined;
  /** What the application is handed for the request. */
  api(own: WhoApi<object>, passage: Passage): WhoApi<object>;
  userid(api: WhoApi<object>, passage: Passage): string | undefined;
  target(req: IncomingMessage): string;
  text(req: IncomingMessage): Promise<string>;
  /** Whether the request is over, because somebody else has answered it. */
  isAnswered(res: ServerResponse): boolean;
  /** Who is signed in; an error ends the request. */
  enter(api: WhoApi<object>): MaybePromise<unknown>;
  earlyReply(api: WhoApi<object>, passage: Passage): MaybePromise<Reply | undefined>;
  refusal(api: WhoApi<object>, passage: Passage): MaybePromise<401 | 403 | undefined>;
  run(api: WhoApi<object>, passage: Passage): Promise<ApplicationResponse>;
  /** What the application's response looks like to the engine. */
  head(response: ApplicationResponse): ResponseHead;
  conclude(api: WhoApi<object>, head: ResponseHead, response: ApplicationResponse): MaybePromise<Conclusion>;
  passed(response: ApplicationResponse, added: HeaderList): ApplicationResponse;
  challenged(challenge: Reply, response: ApplicationResponse, passage: Passage): ApplicationResponse;
  failedBefore(error: unknown, passage: Passage): MaybePromise<ApplicationResponse>;
  failedAfter(error: unknown, response: ApplicationResponse, passage: Passage): MaybePromise<ApplicationResponse>;
  drop(body: ApplicationResponse['body']): void;
  send(passage: Passage, response: ApplicationResponse): MaybePromise<unknown>;
}

export function plain(status: number, code: string, headers: HeaderList = []): ApplicationResponse {
  return { status, headers: [['Content-Type', 'text/plain'], ...headers], body: code };
}

export const sound: Steps = {
  arrive() {},
  isRefused: ({ req }) => !isTarget(req.method, req.url),
  remoteUser: ({ setup }) => setup.above.remoteUser,
  api: (own) => own,
  userid: (api) => api?.identity?.userid,
  target: ({ url = '' }) => url,
  text: async (req) => (await bodyOf(req)).toString(),
  isAnswered: (res) => res.headersSent,
  enter: (api) => api.authenticate(),
  earlyReply: (api) => api.earlyReply,
  refusal: (api, { setup }) => restrict(setup.predicate)(api),
  run: async (who, passage) => runApplication(sound, who, passage),
  head: ({ status, headers }) => responseHead(status, headers),
  conclude: (api, head) => api.conclude(head),
  passed: ({ headers, ...response }, added) => ({ ...response, headers: [...headers, ...added] }),
  challenged: ({ headers = [], ...challenge }) => ({ ...challenge, headers }),
  failedBefore: (error, { setup }) => setup.onError(error),
  failedAfter(error) {
    const { status, code, headers } = WhoError.from(error, 'reference');
    return plain(status >= 400 && status <= 599 ? status : 500, code, Object.entries(headers));
  },
  drop(body) {
    if (body instanceof Readable) body.on('error', () => {}).destroy();
  },
  send: ({ res }, response) => send(res, response),
};

/** What `run` does, with some of the steps. */
export async function runApplication(
  steps: Steps,
  who: WhoApi<object>,
  { req, setup, ...passage }: Passage,
): Promise<ApplicationResponse> {
  try {
    const target = steps.target(req);
    const refusal =
      who && target.startsWith('/guarded') ? await steps.refusal(who, { req, setup, ...passage }) : undefined;
    if (refusal) return plain(refusal, 'refused');
    const userid = steps.userid(who, { req, setup, ...passage });
    return await setup.application({ who, userid, target, text: () => steps.text(req) });
  } catch (error) {
    return setup.onError(error);
  }
}

/** Sends a response beside the headers that are there already. */
export function send(res: ServerResponse, { status, headers, body }: ApplicationResponse): unknown {
  res.statusCode = status;
  for (const [name, value] of headers) res.appendHeader(name, value);
  // Whoever listens for the end of a stream is told of it there.
  return body instanceof Readable ? sendStream(body, res).catch(() => {}) : res.end(body);
}

/** A small adapter for `node:http` that asks the whole response of its application before it sends anything. */
export function referenceAdapter(parts: Partial<Steps> = {}): AdapterSubject {
  const steps: Steps = { ...sound, ...parts };
  return {
    serve: (setup) =>
      serve((req, res) => {
        const passage = { req, res, setup };
        for (const [name, value] of setup.above.headers ?? []) res.appendHeader(name, value);
        setup.above.answer?.then((response) => res.headersSent || send(res, response));
        return setup.who ? handle(steps, passage) : handleBare(passage);
      }),
    // Only mutants fail by being slow.
    patienceMs: Object.keys(parts).length > 0 ? 300 : undefined,
  };
}

async function handleBare(passage: Passage): Promise<void> {
  await send(passage.res, await runApplication(sound, undefined as never, passage));
}

async function handle(steps: Steps, passage: Passage): Promise<void> {
  const { req, res, setup } = passage;
  steps.arrive(req);
  if (steps.isRefused(passage)) return void steps.send(passage, plain(400, 'BAD_TARGET'));
  const remoteUser = steps.remoteUser(passage);
  let api: WhoApi<object> | undefined;
  let response: ApplicationResponse;
  try {
    api = steps.api(setup.who?.api(requestOf(req), remoteUser) as WhoApi<object>, passage);
    if (remoteUser === undefined) await steps.enter(api);
    if (steps.isAnswered(res)) return;
    const early = await steps.earlyReply(api, passage);
    response = early ? ({ headers: [], ...early } as ApplicationResponse) : await steps.run(api, passage);
  } catch (error) {
    if (!steps.isAnswered(res)) await steps.send(passage, await steps.failedBefore(error, passage));
    return;
  }
  await steps.send(passage, remoteUser === undefined ? await leave(steps, passage, api, response) : response);
}

/** What leaves in the end. */
async function leave(
  steps: Steps,
  passage: Passage,
  api: WhoApi<object>,
  response: ApplicationResponse,
): Promise<ApplicationResponse> {
  try {
    const { challenge, headers } = await steps.conclude(api, steps.head(response), response);
    if (!challenge) return steps.passed(response, headers);
    steps.drop(response.body);
    return steps.challenged(challenge, response, passage);
  } catch (error) {
    const page = await steps.failedAfter(error, response, passage);
    if (page !== response) steps.drop(response.body);
    return page;
  }
}
