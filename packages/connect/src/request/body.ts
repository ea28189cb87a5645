import type { IncomingMessage } from 'node:http';
import { bodyUsed, formCutOff, formTooLarge, type WhoError } from '@who/core';

/** What a body parser has left behind; `undefined` where none has read the body, or none could. */
export function parsedBody(request: IncomingMessage, { body }: { readonly body?: unknown }): unknown {
  // Parsers of other kinds of bodies leave an empty object behind, and the body alone.
  return isEmptyObject(body) && !request.readableDidRead ? undefined : body;
}

function isEmptyObject(body: unknown): boolean {
  return typeof body === 'object' && body !== null && Object.keys(body).length === 0;
}

/**
 * Takes the whole body out of a request stream and puts it back before the stream notices its own end:
 * `end` is emitted in a later tick than the last read, and not at all while there is something left to read.
 *
 * @throws {WhoError} FORM_TOO_LARGE (413), BAD_FORM (400: cut off, or the client has gone), BODY_USED
 */
export function peekBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return Promise.reject(formTooLarge(maxBytes));
  if (request.destroyed && !request.readableEnded) return Promise.reject(formCutOff());
  if (request.readableDidRead) return Promise.reject(bodyUsed());
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
      if (size > maxBytes) finish(formTooLarge(maxBytes));
      else if (isAtEnd(request)) finish();
    };
    const onGone = (): void => {
      finish(formCutOff());
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
  const encoding = request.readableEncoding;
  if (body.length > 0 && !request.readableEnded && !request.destroyed) {
    if (encoding === null) request.unshift(body);
    else request.unshift(body.toString(encoding), encoding);
  }
  // Frameworks that hand on no body which has been read already ask for this, and so does the next plugin.
  const left = request.readableLength;
  Object.defineProperty(request, 'readableDidRead', { configurable: true, get: () => request.readableLength < left });
}
