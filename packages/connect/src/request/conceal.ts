import { spelling } from '@who/core';

/** The lists of headers and trailers that a request of node:http or node:http2 has. */
export interface HeaderLists {
  readonly headers: object;
  readonly headersDistinct?: object | undefined;
  readonly rawHeaders: string[];
  readonly rawTrailers?: readonly string[] | undefined;
  readonly stream?: { readonly endAfterHeaders?: boolean | undefined } | undefined;
}

/**
 * Takes headers out of a request, in every list that Node keeps of them, and trailers, which arrive behind the body.
 * A name stands for all of its spellings: in any case, and with `_` for `-`, because what reads it may know one that
 * what wrote it did not.
 *
 * @param names in any spelling
 */
export function concealHeaders(request: HeaderLists, names: readonly string[]): void {
  concealTrailers(request, names);
  const concealed = new Set(names.map(spelling));
  // Node makes these two of the raw list when they are first asked for, and counts on its length: so they come first.
  // HTTP/2 has but one.
  for (const headers of [request.headers, request.headersDistinct ?? {}]) removeFrom(headers, concealed);
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

function removeFrom(headers: object, concealed: ReadonlySet<string>): void {
  for (const name of Object.keys(headers)) {
    if (concealed.has(spelling(name))) Reflect.deleteProperty(headers, name);
  }
}

/**
 * Whether trailers may arrive behind a request's body: in HTTP/1 behind chunked ones, in HTTP/2 behind all. Most
 * requests have no body.
 */
export function mayHaveTrailers({ headers, stream }: HeaderLists): boolean {
  return stream ? stream.endAfterHeaders !== true : 'transfer-encoding' in headers;
}

/** Spellings of the trailers that are to be concealed when they arrive. */
const CONCEALED: unique symbol = Symbol('concealed');

/** Takes trailers out of a request, in every list, whenever they arrive. @param names as of {@link concealHeaders} */
export function concealTrailers(request: HeaderLists & { [CONCEALED]?: Set<string> }, names: readonly string[]): void {
  if (!mayHaveTrailers(request)) return;
  const known = request[CONCEALED];
  const concealed = known ?? new Set<string>();
  for (const name of names) concealed.add(spelling(name));
  if (known) return;
  Object.defineProperty(request, CONCEALED, { value: concealed });
  // node:http puts another list in the place of this one, node:http2 fills it.
  let raw = request.rawTrailers ?? [];
  Object.defineProperty(request, 'rawTrailers', {
    configurable: true,
    enumerable: true,
    get: () => raw.filter((_, i) => !concealed.has(spelling(raw[i - (i % 2)] as string))),
    set(list: readonly string[]) {
      raw = list;
    },
  });
  for (const list of ['trailers', 'trailersDistinct'].filter((name) => name in request)) {
    Object.defineProperty(request, list, {
      configurable: true,
      get() {
        // Node makes these lists of the raw one, and counts on its length.
        const whole = Object.create(request, { rawTrailers: { value: raw } });
        const trailers: object = Reflect.get(Object.getPrototypeOf(request), list, whole);
        removeFrom(trailers, concealed);
        return trailers;
      },
    });
  }
}
