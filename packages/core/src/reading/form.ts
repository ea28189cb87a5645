import { coreError, type WhoError } from '../contract/errors.js';
import type { WhoRequest } from '../contract/request.js';

/**
 * Reads an `application/x-www-form-urlencoded` body of at most `maxBytes`. Where a layer above has read it, what that
 * has made of it is used.
 *
 * @throws {WhoError} FORM_TOO_LARGE (413), BAD_FORM (400: cut off, or the client has gone), BODY_USED
 */
export async function readForm(request: WhoRequest, maxBytes: number): Promise<URLSearchParams> {
  const { parsedBody } = request;
  if (parsedBody !== undefined) return formOf(parsedBody);
  const isForm = /^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(request.header('content-type') ?? '');
  return new URLSearchParams(isForm ? textOf(await request.peekBody(maxBytes)) : '');
}

/**
 * Reads a body of any kind as text, in the same way. Of what a layer above has made of it, texts and bytes count.
 *
 * @throws {WhoError} FORM_TOO_LARGE (413), BAD_FORM (400: cut off, or the client has gone), BODY_USED
 */
export async function readText(request: WhoRequest, maxBytes: number): Promise<string> {
  const { parsedBody } = request;
  if (typeof parsedBody === 'string') return parsedBody;
  if (parsedBody instanceof Uint8Array) return textOf(parsedBody);
  return parsedBody === undefined ? textOf(await request.peekBody(maxBytes)) : '';
}

/** What body parsers leave behind: text, bytes, or an object of strings and lists of strings. */
function formOf(body: unknown): URLSearchParams {
  if (typeof body === 'string') return new URLSearchParams(body);
  if (body instanceof Uint8Array) return new URLSearchParams(textOf(body));
  const form = new URLSearchParams();
  if (typeof body !== 'object' || body === null) return form;
  for (const [name, value] of Object.entries(body)) {
    for (const item of [value].flat()) if (typeof item === 'string') form.append(name, item);
  }
  return form;
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

/** For adapters: what {@link WhoRequest.peekBody} throws where the client has gone before the end. */
export function formCutOff(): WhoError {
  return coreError('BAD_FORM', 'The request body was cut off.', 400);
}

/** For adapters: what {@link WhoRequest.peekBody} throws where a layer above has read the body and kept it. */
export function bodyUsed(): WhoError {
  return coreError('BODY_USED', 'A layer above has read the body of the request: mount the middleware above it.');
}

/** For adapters: what {@link WhoRequest.peekBody} throws where there is more than may be read. */
export function formTooLarge(maxBytes: number): WhoError {
  return coreError('FORM_TOO_LARGE', `The form is larger than ${maxBytes} bytes.`, 413);
}
