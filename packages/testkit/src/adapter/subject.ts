import type { Readable } from 'node:stream';
import type { HeaderList, MaybePromise, Predicate, Who, WhoApi } from '@who/core';
import type { TestServer } from '../serve.js';

/** An adapter, and what the suite has to know to try it. */
export interface AdapterSubject {
  /** Starts a real server on a free port of the loopback interface: the framework, the adapter and an application. */
  serve(setup: AdapterSetup): MaybePromise<Pick<TestServer, 'url' | 'close'>>;
  /** What the adapter or its framework does not have, each with the reason. The checks are shown as skipped. */
  readonly lacks?: Readonly<Partial<Record<AdapterAbility, string>>> | undefined;
  /** How long the suite waits for an answer, in milliseconds, before it says that there is none. @default 10000 */
  readonly patienceMs?: number | undefined;
}

/** What an adapter need not have. */
export type AdapterAbility =
  /** {@link AdapterSetup.onError}: the framework has error handlers. */
  | 'error handlers'
  /** {@link AdapterSetup.predicate}: the adapter has a guard. */
  | 'guard'
  /** {@link LayerAbove.remoteUser}: a layer above can name the user. */
  | 'remote user'
  /** {@link LayerAbove.headers}: a layer above can set headers. */
  | 'headers above'
  /** {@link LayerAbove.answer}: a layer above can answer while others are still at work. */
  | 'answer above'
  /** The framework reads the stream of a `HEAD` request to its end, or releases it. */
  | 'HEAD streams'
  /** Clients can tell that a response has broken off whose stream has failed. */
  | 'broken streams'
  /** The adapter gets to see targets that are no paths. */
  | 'raw targets'
  /** The server speaks HTTP/1.1. One that does not is spoken to by HTTP/2, in the clear. */
  | 'HTTP/1.1';

/** What the suite wants to see behind a server. The functions are the suite's own; all else is the framework's idiom. */
export interface AdapterSetup {
  /** The engine. `undefined`: the same server and application without the adapter, to compare. */
  readonly who: Who<object> | undefined;
  /** Answers every request: any method, any path. What it throws or rejects with goes the framework's usual way. */
  readonly application: Application;
  /** The page of the framework's error handler. */
  onError(error: unknown): ApplicationResponse;
  /** The adapter's guard stands with this predicate before `/guarded`. */
  readonly predicate: Predicate;
  /** What a layer does that is mounted above the adapter. */
  readonly above: LayerAbove;
}

/** A layer that is mounted above the adapter. Where nothing is set, it need not be there. */
export interface LayerAbove {
  /** Signs everybody in as this user, the way the adapter lets trusted layers do it. */
  readonly remoteUser?: string | undefined;
  /** Sets these headers on every response before it hands the request on. */
  readonly headers?: HeaderList | undefined;
  /** Hands the request on, and answers with this as soon as it is there, unless somebody else has answered by then. */
  readonly answer?: Promise<ApplicationResponse> | undefined;
}

/** The suite's application. */
export type Application = (request: ApplicationRequest) => MaybePromise<ApplicationResponse>;

/** A request as an application behind the adapter meets it. */
export interface ApplicationRequest {
  /** What the adapter hands to applications. Without an engine nobody looks. */
  readonly who: WhoApi<object>;
  /** The name of who is signed in, where the adapter puts it for applications. */
  readonly userid: string | undefined;
  /** Path and query, as the framework shows them. */
  readonly target: string;
  /** Reads the whole body, by the framework's own means. */
  text(): Promise<string>;
}

/** A response, to be sent by the framework's own means. */
export interface ApplicationResponse {
  readonly status: number;
  /** Lines in order, each to be sent as one: `Set-Cookie` repeats. `Content-Type` is there where there is a body. */
  readonly headers: HeaderList;
  /** A stream is handed to the framework as it is. What becomes of it when it fails is the framework's affair. */
  readonly body?: string | Uint8Array | Readable | undefined;
}
