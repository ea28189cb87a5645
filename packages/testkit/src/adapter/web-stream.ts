import type { Readable } from 'node:stream';
import { ReadableStream } from 'node:stream/web';

/**
 * A stream of the suite as frameworks with a `Response` take it. Unlike `Readable.toWeb` it bears being cancelled while
 * it reads, and unlike `ReadableStream.from` it releases a stream that nobody has begun to read.
 *
 * @example
 * declare const application: Application, request: ApplicationRequest;
 * const { status, headers, body } = await application(request);
 * const lines = headers.map(([name, value]): [string, string] => [name, value]);
 * new Response(body instanceof Readable ? webStream(body) : body, { status, headers: lines });
 */
export function webStream(source: Readable): ReadableStream<Uint8Array> {
  const chunks: AsyncIterator<string | Uint8Array> = source[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(typeof value === 'string' ? Buffer.from(value) : value);
      },
      cancel() {
        source.on('error', () => {}).destroy();
      },
    },
    { highWaterMark: 0 },
  );
}
