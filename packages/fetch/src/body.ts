import { bodyUsed, formCutOff, formTooLarge } from '@who/core';

/**
 * Reads the body of a request, which stays readable itself, also where this fails.
 *
 * @throws {WhoError} FORM_TOO_LARGE (413), BAD_FORM (400: cut off), BODY_USED
 */
export async function peekBody(request: Request, maxBytes: number): Promise<Uint8Array> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw formTooLarge(maxBytes);
  if (request.bodyUsed) throw bodyUsed();
  const reader = request.body === null ? undefined : request.clone().body?.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  while (reader) {
    const { done, value } = await reader.read().catch(() => {
      throw formCutOff();
    });
    if (done) break;
    size += value.byteLength;
    if (size > maxBytes) {
      release(reader);
      throw formTooLarge(maxBytes);
    }
    chunks.push(value);
  }
  return joined(chunks, size);
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}

/** Lets the source of a body go that nobody will read any more. What the source makes of it is its own affair. */
export function release(body: Pick<ReadableStream, 'cancel'> | null | undefined): void {
  body?.cancel().catch(() => {});
}
