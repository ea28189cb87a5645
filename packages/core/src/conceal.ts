/** The lists of headers that a request of node:http or node:http2 has. */
export interface HeaderLists {
  readonly headers: object;
  readonly headersDistinct?: object | undefined;
  readonly rawHeaders: string[];
}

/**
 * Takes headers out of a request, in every list that Node keeps of them. A name stands for all of its spellings: in
 * any case, and with `_` for `-`, because what reads it may know one that what wrote it did not.
 *
 * @param names in any spelling
 */
export function concealHeaders(request: HeaderLists, names: readonly string[]): void {
  const concealed = new Set(names.map(spelling));
  // Node makes these two of the raw list when they are first asked for, and counts on its length: so they come first.
  // HTTP/2 has but one.
  for (const headers of [request.headers, request.headersDistinct ?? {}]) {
    for (const name of Object.keys(headers)) {
      if (concealed.has(spelling(name))) Reflect.deleteProperty(headers, name);
    }
  }
  const { rawHeaders } = request;
  let kept = 0;
  // In place, because others may hold the list.
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    if (concealed.has(spelling(rawHeaders[i] as string))) continue;
    rawHeaders[kept++] = rawHeaders[i] as string;
    rawHeaders[kept++] = rawHeaders[i + 1] as string;
  }
  rawHeaders.length = kept;
}

/** What all spellings of a header's name have in common. */
function spelling(name: string): string {
  return name.toLowerCase().replaceAll('_', '-');
}
