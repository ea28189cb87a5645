import { cpus } from 'node:os';
import { quantile } from '../../statistics.js';
import { Connection } from './connection.js';
import type { Expectation } from './response-reader.js';

/** What is asked for, and how. */
export interface TargetOptions {
  readonly url: string;
  /** In turn with the cookies. @default `/` */
  readonly paths?: readonly string[] | undefined;
  /** `Cookie` headers, one after the other; an empty one is not sent. */
  readonly cookies: readonly string[];
  readonly connections: number;
  readonly expected: Expectation;
  /** Between an answer and the next request on the same connection. @default none */
  readonly pauseMs?: number | undefined;
}

export interface LoadResult {
  readonly requests: number;
  readonly seconds: number;
  /** From sending a request to the end of its answer, in milliseconds. */
  readonly medianMs: number;
  readonly p99Ms: number;
}

/** A server under load, a while at a time. Its connections stay open between. */
export class Target {
  readonly #options: TargetOptions;
  readonly #connections: readonly Connection[];
  readonly #requests: readonly Buffer[];
  #next = 0;

  constructor(options: TargetOptions) {
    const { url, paths = ['/'], cookies, connections, expected } = options;
    const { host, port } = new URL(url);
    this.#options = options;
    this.#connections = Array.from({ length: connections }, () => new Connection(Number(port), expected));
    this.#requests = Array.from({ length: Math.max(paths.length, cookies.length) }, (_, i) =>
      requestTo(host, paths[i % paths.length] ?? '/', cookies[i % cookies.length] ?? ''),
    );
  }

  /**
   * Every connection asks as fast as it is answered, until the time is over or there have been enough requests; then
   * the last answers are waited for.
   */
  async load(milliseconds: number, maxRequests: number = Number.POSITIVE_INFINITY): Promise<LoadResult> {
    for (let i = 0; i < this.#connections.length; i += AT_A_TIME) {
      await Promise.all(this.#connections.slice(i, i + AT_A_TIME).map((connection) => connection.open()));
    }
    const took: number[] = [];
    const started = performance.now();
    const end = started + milliseconds;
    let left = maxRequests;
    const goesOn = (now: number): boolean => now < end && left-- > 0;
    // Not by what this process may use: it may be pinned to one core of several.
    const rest = this.#options.pauseMs === undefined && cpus().length > 1 ? stayAwake() : undefined;
    try {
      await Promise.all(this.#connections.map((connection) => this.#keepAsking(connection, goesOn, took)));
    } finally {
      rest?.();
    }
    const seconds = (performance.now() - started) / 1000;
    took.sort((a, b) => a - b);
    return { requests: took.length, seconds, medianMs: quantile(took, 0.5), p99Ms: quantile(took, 0.99) };
  }

  close(): void {
    for (const connection of this.#connections) connection.close();
  }

  #keepAsking(connection: Connection, goesOn: (now: number) => boolean, took: number[]): Promise<void> {
    const { pauseMs } = this.#options;
    return new Promise((resolve, reject) => {
      const ask = (): void => {
        const sent = performance.now();
        connection.send(this.#nextRequest(), (error) => {
          if (error) return reject(error);
          const now = performance.now();
          took.push(now - sent);
          if (!goesOn(now)) resolve();
          else if (pauseMs === undefined) ask();
          else setTimeout(ask, pauseMs);
        });
      };
      if (goesOn(performance.now())) ask();
      else resolve();
    });
  }

  #nextRequest(): Buffer {
    const request = this.#requests[this.#next] as Buffer;
    this.#next = this.#next + 1 === this.#requests.length ? 0 : this.#next + 1;
    return request;
  }
}

/**
 * Keeps this process from sleeping until an answer comes: whoever sends one would have to wake it, which a server pays for,
 * and one that takes longer pays more often.
 *
 * @returns what ends it
 */
function stayAwake(): () => void {
  let turn: NodeJS.Immediate;
  const again = (): void => {
    turn = setImmediate(again);
  };
  again();
  return () => clearImmediate(turn);
}

function requestTo(host: string, path: string, cookie: string): Buffer {
  const lines = [
    `GET ${path} HTTP/1.1`,
    `Host: ${host}`,
    'User-Agent: Mozilla/5.0 (X11; Linux x86_64)',
    'Accept: text/html,*/*',
    ...(cookie === '' ? [] : [`Cookie: ${cookie}`]),
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
}

/** Servers queue about five hundred connections that wait to be accepted. */
const AT_A_TIME = 200;
