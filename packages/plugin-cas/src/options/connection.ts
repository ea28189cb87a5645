import { check, checkCount, type Resolved } from './checks.js';

/** How long the CAS server is waited for, and by which connections it is asked. */
export interface CasConnectionOptions {
  /** Longest wait for the CAS server's answer about a ticket, in milliseconds. @default 5000 */
  readonly timeoutMs?: number | undefined;
  /** Largest answer that is read, in bytes. @default 65536 */
  readonly maxResponseBytes?: number | undefined;
  /**
   * Fetches the answer, for an own CA, a client certificate or an outgoing proxy. It must keep to `signal` and
   * `redirect`, and verify certificates. @default the global fetch
   */
  readonly fetch?: CasFetch | undefined;
}

/** The part of `fetch` that validation uses. */
export type CasFetch = (url: string, init: RequestInit) => Promise<Response>;

export type ConnectionSettings = Resolved<CasConnectionOptions>;

/** @throws {WhoError} BAD_OPTION */
export function resolveConnection(options: CasConnectionOptions): ConnectionSettings {
  const { fetch = (url, init) => globalThis.fetch(url, init) } = options;
  check(typeof fetch === 'function', 'fetch', 'must be a function like the global fetch.');
  return {
    timeoutMs: checkCount('timeoutMs', options.timeoutMs ?? 5000),
    maxResponseBytes: checkCount('maxResponseBytes', options.maxResponseBytes ?? 65_536),
    fetch,
  };
}
