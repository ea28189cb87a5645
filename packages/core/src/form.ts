import type { IncomingMessage } from 'node:http';
import { WhoError } from './errors.js';

/**
 * Reads an `application/x-www-form-urlencoded` body of at most `maxBytes` and puts it back, so that the application
 * (or its body parser) can read it again. Where a body parser ran before, its result in `request.body` is used.
 *
 * @throws {WhoError} FORM_TOO_LARGE (413), BAD_FORM (400: cut off, or the client has gone)
 */
export async function readForm(request: IncomingMessage, maxBytes: number): Promise<URLSearchParams> {
  const parsed = (request as { body?: unknown }).body;
  if (parsed !== undefined && !(isEmptyObject(parsed) && !request.readableDidRead)) return formOf(parsed);
  if (!/^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(request.headers['content-type'] ?? '')) {
    return new URLSearchParams();
  }
  return new URLSearchParams((await peekBody(request, maxBytes)).toString('utf8'));
}

/**
 * Reads a body of any kind as text, in the same way. Of what a body parser has left behind, texts and bytes count.
 *
 * @throws {WhoError} FORM_TOO_LARGE (413), BAD_FORM (400: cut off, or the client has gone)
 */
export async function readText(request: IncomingMessage, maxBytes: number): Promise<string> {
  const parsed = (request as { body?: unknown }).body;
  if (typeof parsed === 'string') return parsed;
  if (parsed instanceof Uint8Array) return Buffer.from(parsed).toString('utf8');
  if (parsed !== undefined && !(isEmptyObject(parsed) && !request.readableDidRead)) return '';
  return (await peekBody(request, maxBytes)).toString('utf8');
}

/** What parsers of other kinds of bodies leave behind, while they leave the body itself alone. */
function isEmptyObject(parsed: unknown): boolean {
  return typeof parsed === 'object' && parsed !== null && Object.keys(parsed).length === 0;
}

/** What body parsers leave behind: text, bytes, or an object of strings and lists of strings. */
function formOf(body: unknown): URLSearchParams {
  if (typeof body === 'string') return new URLSearchParams(body);
  if (body instanceof Uint8Array) return new URLSearchParams(Buffer.from(body).toString('utf8'));
  const form = new URLSearchParams();
  if (typeof body !== 'object' || body === null) return form;
  for (const [name, value] of Object.entries(body)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (typeof item === 'string') form.append(name, item);
    }
  }
  return form;
}

/**
 * Takes the whole body out of a request stream and puts it back before the stream notices its own end:
 * `end` is emitted in a later tick than the last read, and not at all while there is something left to read.
 */
function peekBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return Promise.reject(tooLarge(maxBytes));
  if (request.destroyed && !request.readableEnded) return Promise.reject(cutOff());
  if (request.readableEnded || request.headers['content-length'] === '0') return Promise.resolve(Buffer.alloc(0));

  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;

    const finish = (error?: WhoError): void => {
      request.off('readable', onReadable).off('end', onReadable).off('close', onGone).off('error', onGone);
      const body = Buffer.concat(chunks);
      putBack(request, body);
      if (error) reject(error);
      else resolve(body);
    };
    const onReadable = (): void => {
      for (let chunk = readChunk(request); chunk !== null; chunk = readChunk(request)) {
        chunks.push(chunk);
        size += chunk.length;
        if (size > maxBytes) break;
      }
      if (size > maxBytes) finish(tooLarge(maxBytes));
      else if (isAtEnd(request)) finish();
    };
    const onGone = (): void => {
      finish(cutOff());
    };
    request.on('readable', onReadable).on('end', onReadable).on('close', onGone).on('error', onGone);
  });
}

/** The next bytes, although a layer above may have asked for texts. */
function readChunk(request: IncomingMessage): Buffer | null {
  const chunk: Buffer | string | null = request.read();
  return typeof chunk === 'string' ? Buffer.from(chunk, request.readableEncoding ?? 'utf8') : chunk;
}

/** Whether nothing more will come. `complete` tells it early in node:http only, and `readableEnded` tells it too late. */
function isAtEnd(request: IncomingMessage & { readonly _readableState?: { readonly ended: boolean } }): boolean {
  return request.complete || request._readableState?.ended === true;
}

function putBack(request: IncomingMessage, body: Buffer): void {
  if (body.length === 0 || request.readableEnded || request.destroyed) return;
  const encoding = request.readableEncoding;
  if (encoding === null) request.unshift(body);
  else request.unshift(body.toString(encoding), encoding);
  // Frameworks that hand on no body which has been read already ask for this.
  const left = request.readableLength;
  Object.defineProperty(request, 'readableDidRead', { configurable: true, get: () => request.readableLength < left });
}

function cutOff(): WhoError {
  return new WhoError('The request body was cut off.', { code: 'BAD_FORM', plugin: '@who/core', status: 400 });
}

function tooLarge(maxBytes: number): WhoError {
  return new WhoError(`The form is larger than ${maxBytes} bytes.`, {
    code: 'FORM_TOO_LARGE',
    plugin: '@who/core',
    status: 413,
  });
}
