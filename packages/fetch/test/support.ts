export function asked(path = '/', init: RequestInit & { duplex?: 'half' } = {}): Request {
  return new Request(`http://localhost${path}`, init);
}

export const asAlice = (path = '/'): Request => asked(path, { headers: { 'X-User': 'alice' } });

/** A body that says whether it has been let go. */
export function watched(): { body: ReadableStream<Uint8Array>; released: () => boolean } {
  let released = false;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new Uint8Array(1000)),
    cancel() {
      released = true;
    },
  });
  return { body, released: () => released };
}
