import { WhoError } from '@who/core';
import type { Failures } from '../errors.js';
import { capitalized, type Names } from '../naming.js';
import type { ConnectionSettings, SsoRequest, SsoResponse } from '../options/connection.js';

/**
 * Fetches an answer of the other side. One time limit covers everything up to the last byte; whatever goes wrong, the
 * socket is given back. Redirects are not followed: the status has to be 200.
 *
 * @param decode makes text of the bytes, by what the `Content-Type` says. @default UTF-8, and nothing else
 * @throws {WhoError} …_UNAVAILABLE, …_TIMEOUT, …_BAD_RESPONSE, …_RESPONSE_TOO_LARGE; never with the URL in it
 */
export type FetchText = (url: string, init?: Partial<Question>, decode?: Decode) => Promise<string>;

/**
 * The same for protocols that say something by other statuses, too: only those that mean that nobody is there, 429 and
 * from 500 on, are errors.
 *
 * @throws {WhoError} …_UNAVAILABLE, …_TIMEOUT, …_RESPONSE_TOO_LARGE; never with the URL in it
 */
export type FetchAnswer = (url: string, init?: Partial<Question>) => Promise<Answer>;

/** An answer, whole. */
export interface Answer {
  readonly status: number;
  readonly body: Uint8Array;
  /** A header's value, where the `fetch` that is used gives headers. */
  header(name: string): string | undefined;
}

/** What is asked. @default a GET without more */
export type Question = Pick<SsoRequest, 'method' | 'headers' | 'body'>;

export type Decode = (bytes: Uint8Array, contentType: string | null | undefined) => string;

export function fetchers(
  names: Names,
  settings: ConnectionSettings,
  failures: Failures,
): { readonly fetchText: FetchText; readonly fetchAnswer: FetchAnswer } {
  const { timeoutMs, maxResponseBytes } = settings;
  const { badResponse, fail, unreachable } = failures;
  const server = capitalized(names.server);

  async function read(pending: Promise<SsoResponse>, isOther: (status: number) => boolean): Promise<Answer> {
    const response = await pending;
    const { status } = response;
    checkStatus(status);
    if (isOther(status)) {
      throw badResponse(`its status is ${status}, and "${names.urlOption}" may be wrong (redirects are not followed)`);
    }
    return { status, body: await readBody(response), header: (name) => headerOf(response, name) };
  }

  function checkStatus(status: number): void {
    const message = `${server} answered ${status}.`;
    if (status >= 502 && status <= 504) throw unreachable('UNAVAILABLE', message);
    if (status === 429 || status >= 500) throw fail('UNAVAILABLE', message);
  }

  /** Without `for await`: on the way out that would wait until the body is cancelled, which not every client ever does. */
  async function readBody({ body }: SsoResponse): Promise<Uint8Array> {
    const chunks: Uint8Array[] = [];
    let size = 0;
    const pieces = body?.[Symbol.asyncIterator]();
    for (let piece = await pieces?.next(); piece?.value && !piece.done; piece = await pieces?.next()) {
      size += piece.value.byteLength;
      if (size > maxResponseBytes) {
        const problem = `${server} answered more than the ${maxResponseBytes} bytes of "maxResponseBytes".`;
        throw fail('RESPONSE_TOO_LARGE', problem);
      }
      chunks.push(piece.value);
    }
    return Buffer.concat(chunks, size);
  }

  /** Names what went wrong, not the request: the messages of some clients quote the URL, which may have a secret in it. */
  function connectionLost(error: unknown): WhoError {
    const { cause, code } = Object(error) as { cause?: { code?: unknown }; code?: unknown };
    const reason = [cause?.code, code, 'connection lost'].find((candidate) => typeof candidate === 'string');
    return unreachable('UNAVAILABLE', `${server} could not be reached or broke off (${reason}).`);
  }

  function utf8(bytes: Uint8Array): string {
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      throw badResponse('it is not UTF-8');
    }
  }

  async function ask(
    url: string,
    { method = 'GET', headers = {}, body }: Partial<Question>,
    isOther: (status: number) => boolean,
  ): Promise<Answer> {
    const controller = new AbortController();
    const { signal } = controller;
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(unreachable('TIMEOUT', `${server} did not answer within ${timeoutMs} ms.`));
        controller.abort();
      }, timeoutMs);
    });
    const init: SsoRequest = { method, headers, ...(body !== undefined && { body }), redirect: 'manual', signal };
    try {
      return await Promise.race([read(settings.fetch(url, init), isOther), timeout]);
    } catch (error) {
      controller.abort();
      throw error instanceof WhoError ? error : connectionLost(error);
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    async fetchText(url, init = {}, decode = utf8) {
      const { body, header } = await ask(url, init, (status) => status !== 200);
      return decode(body, header('content-type'));
    },
    fetchAnswer: (url, init = {}) => ask(url, init, () => false),
  };
}

/** An own `fetch` may answer without headers, or with other ones. */
function headerOf({ headers }: SsoResponse, name: string): string | undefined {
  return typeof headers?.get === 'function' ? (headers.get(name) ?? undefined) : undefined;
}
