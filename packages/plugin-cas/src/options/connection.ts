import { check, checkCount, type Resolved } from './checks.js';

/** How long the CAS server is waited for, and by which connections it is asked. */
export interface CasConnectionOptions {
  /** Longest wait for the CAS server's answer about a ticket, in milliseconds. @default 5000 */
  readonly timeoutMs?: number | undefined;
  /**
   * How many tickets may be validated at a time; more are answered 503 at once. Less protects the CAS server, more lets
   * more people sign in while it is slow. @default 256
   */
  readonly maxValidations?: number | undefined;
  /**
   * After how many failures in a row (no connection, no answer in time, 502 to 504) the CAS server is left alone for a
   * while, so that a dead one does not hold every request for `timeoutMs`. @default 5
   */
  readonly maxFailures?: number | undefined;
  /** For how long it is left alone, in milliseconds; then a single ticket tries it. @default 10000 */
  readonly failurePauseMs?: number | undefined;
  /**
   * Largest answer that is read, in bytes; it may have an XML element for each 16 of them. Somebody in 2000 groups needs
   * about 400000. More takes more memory, up to `maxValidations` times as much. @default 1048576
   */
  readonly maxResponseBytes?: number | undefined;
  /**
   * Fetches the answer, for an own CA, a client certificate or an outgoing proxy. It must keep to `signal` and
   * `redirect`, and verify certificates. @default the global fetch
   */
  readonly fetch?: CasFetch | undefined;
}

/** The part of `fetch` that is used; undici's and node-fetch's have it, too. */
export type CasFetch = (url: string, init: CasRequest) => Promise<CasResponse>;

/** What is asked. */
export interface CasRequest {
  readonly method: 'GET' | 'POST';
  readonly headers: Record<string, string>;
  readonly body?: string;
  readonly redirect: 'manual';
  readonly signal: AbortSignal;
}

/** What is looked at of the answer. */
export interface CasResponse {
  readonly status: number;
  readonly body: CasBody | null;
  /** For the character set of an answer that is not UTF-8. */
  readonly headers?: { get(name: string): string | null | undefined } | undefined;
}

/** The bytes of an answer, in pieces: a `ReadableStream` is one. */
export interface CasBody {
  [Symbol.asyncIterator](): { next(): Promise<CasPiece> };
}

export interface CasPiece {
  readonly done?: boolean | undefined;
  readonly value?: Uint8Array | undefined;
}

export type ConnectionSettings = Resolved<CasConnectionOptions>;

/** @throws {WhoError} BAD_OPTION */
export function resolveConnection(options: CasConnectionOptions): ConnectionSettings {
  const { fetch = (url, init) => globalThis.fetch(url, init) } = options;
  check(typeof fetch === 'function', 'fetch', 'must be a function like the global fetch.');
  return {
    timeoutMs: checkCount('timeoutMs', options.timeoutMs ?? 5000),
    maxValidations: checkCount('maxValidations', options.maxValidations ?? 256),
    maxFailures: checkCount('maxFailures', options.maxFailures ?? 5),
    failurePauseMs: checkCount('failurePauseMs', options.failurePauseMs ?? 10_000),
    maxResponseBytes: checkCount('maxResponseBytes', options.maxResponseBytes ?? 1_048_576),
    fetch,
  };
}
