import { WhoError } from '@who/core';
import { badResponse, type CasErrorCode, casFailed, casUnreachable } from '../errors.js';
import type { CasRequest, CasResponse, ConnectionSettings } from '../options/connection.js';
import { decodeAnswer } from './charset.js';

/**
 * Fetches an answer of the CAS server. One time limit covers everything up to the last byte; whatever goes wrong, the
 * socket is given back.
 *
 * @throws {WhoError} CAS_UNAVAILABLE, CAS_TIMEOUT, CAS_BAD_RESPONSE, CAS_RESPONSE_TOO_LARGE; never with the URL in it
 */
export async function fetchText(
  url: string,
  init: Pick<CasRequest, 'method' | 'headers' | 'body'>,
  settings: ConnectionSettings,
): Promise<string> {
  const { timeoutMs } = settings;
  const controller = new AbortController();
  const { signal } = controller;
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(casUnreachable('CAS_TIMEOUT', `The CAS server did not answer within ${timeoutMs} ms.`));
      controller.abort();
    }, timeoutMs);
  });
  try {
    return await Promise.race([read(settings.fetch(url, { ...init, redirect: 'manual', signal }), settings), timeout]);
  } catch (error) {
    controller.abort();
    throw error instanceof WhoError ? error : connectionLost(error);
  } finally {
    clearTimeout(timer);
  }
}

async function read(pending: Promise<CasResponse>, { maxResponseBytes }: ConnectionSettings): Promise<string> {
  const response = await pending;
  checkStatus(response.status);
  return decodeAnswer(await readBody(response, maxResponseBytes), contentTypeOf(response));
}

function checkStatus(status: number): void {
  if (status === 200) return;
  const message = `The CAS server answered ${status}.`;
  if (status >= 502 && status <= 504) throw casUnreachable('CAS_UNAVAILABLE', message);
  if (status === 429 || status >= 500) throw casFailed('CAS_UNAVAILABLE', message);
  throw badResponse(`its status is ${status}, and "casUrl" may be wrong (redirects are not followed)`);
}

/** An own `fetch` may answer without headers, or with other ones. */
function contentTypeOf({ headers }: CasResponse): string | null | undefined {
  return typeof headers?.get === 'function' ? headers.get('content-type') : undefined;
}

/** Without `for await`: on the way out that would wait until the body is cancelled, which not every client ever does. */
async function readBody({ body }: CasResponse, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const pieces = body?.[Symbol.asyncIterator]();
  for (let piece = await pieces?.next(); piece?.value && !piece.done; piece = await pieces?.next()) {
    size += piece.value.byteLength;
    if (size > maxBytes) {
      const problem = `The CAS server answered more than the ${maxBytes} bytes of "maxResponseBytes".`;
      throw casFailed('CAS_RESPONSE_TOO_LARGE', problem);
    }
    chunks.push(piece.value);
  }
  return Buffer.concat(chunks, size);
}

/** Names what went wrong, not the request: the messages of some clients quote the URL, which has the ticket in it. */
function connectionLost(error: unknown): WhoError<CasErrorCode> {
  const { cause, code } = Object(error) as { cause?: { code?: unknown }; code?: unknown };
  const reason = [cause?.code, code, 'connection lost'].find((candidate) => typeof candidate === 'string');
  return casUnreachable('CAS_UNAVAILABLE', `The CAS server could not be reached or broke off (${reason}).`);
}
