import fc from 'fast-check';
import type { FakeRequestOptions } from '../fake-request.js';

/** Text that ends lines, values, attributes, quotes, elements or paths where nobody expects it. */
const BREAKING = [
  '\r\nX-Injected: 1',
  '\nSet-Cookie: injected=1',
  '\0',
  '; Domain=evil.example',
  '"; injected=1',
  '</title><script>injected()</script>',
  '%0d%0aX-Injected:%201',
  '//evil.example/',
  '/\\evil.example/',
  'https://evil.example/',
  '../../..',
  '%00',
  '%',
  '\ud800',
  '__proto__',
  'constructor',
] as const;

/** Property tests look at this many examples; more of them only make suites slow. */
export const RUNS: { readonly numRuns: number } = { numRuns: 60 };

/** Any 16-bit characters: control characters and lone surrogates too. */
export const anyText: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0xff }), fc.integer({ min: 0, max: 0xffff })), { maxLength: 24 })
  .map((codes) => String.fromCharCode(...codes));

/** Text as somebody writes it who wants to break out of where it is put. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(fc.oneof({ arbitrary: fc.constantFrom<string>(...BREAKING), weight: 1 }, { arbitrary: anyText, weight: 1 }), {
    minLength: 1,
    maxLength: 3,
  })
  .map((parts) => parts.join(''));

/** Names of users that are like no name: empty, magic, very long. */
const ODD_USERIDS = ['', ' ', '__proto__', 'constructor', 'toString', 'a:b', 'a!b', '*', 'x'.repeat(10_000)];

export const hostileUserid: fc.Arbitrary<string> = fc.oneof(fc.constantFrom(...ODD_USERIDS), hostileText);

/** Tries a property of one user's name: first all the worst names, then others as they come. */
export function forHostileUserids(property: (userid: string) => Promise<void>): Promise<void> {
  const examples = [...ODD_USERIDS, ...BREAKING].map((userid): [string] => [userid]);
  return fc.assert(fc.asyncProperty(hostileUserid, property), { ...RUNS, examples });
}

/** A request with something in every place that plugins look at. */
const USUAL: FakeRequestOptions = {
  url: '/page?came_from=/',
  headers: Object.fromEntries(
    `accept authorization content-type cookie host origin referer user-agent x-forwarded-host x-requested-with`
      .split(' ')
      .map((name) => [name, 'usual=1']),
  ),
};

/**
 * Tries a property of a request, and of a text that somebody else chose: first the worst that can stand in every
 * place of a usual request, then damages as they come.
 */
export function forHostileRequests(
  property: (request: FakeRequestOptions, text: string) => Promise<void>,
  usual: FakeRequestOptions = USUAL,
): Promise<void> {
  const examples = placesIn(usual).flatMap(({ value, put }) =>
    BREAKING.flatMap((text): [FakeRequestOptions, string][] => [
      [put(text), text],
      [put(value + text), text],
    ]),
  );
  const requests = fc.oneof(...placesIn(usual).map(({ value, put }) => damaged(value).map(put)));
  return fc.assert(fc.asyncProperty(requests, hostileText, property), { numRuns: examples.length + 60, examples });
}

/** A place in a request where anything may be put. */
interface Place {
  readonly value: string;
  put(text: string | readonly string[]): FakeRequestOptions;
}

function placesIn(request: FakeRequestOptions): Place[] {
  const { url = '/', headers = {} } = request;
  return [
    { value: url, put: (text) => ({ ...request, url: target(text) }) },
    { value: '', put: (text) => ({ ...request, url: `/${text}` }) },
    { value: request.method ?? 'GET', put: (text) => ({ ...request, method: String(text) }) },
    { value: '127.0.0.1', put: (text) => ({ ...request, remoteAddress: String(text) }) },
    ...Object.entries(headers).map(([name, value]) => ({
      value: [value].flat().join(', '),
      put: (text: string | readonly string[]) => ({ ...request, headers: { ...headers, [name]: text } }),
    })),
  ];
}

/** Other targets are refused before a plugin sees them. */
function target(text: string | readonly string[]): string {
  return String(text).replace(/^(?!\/)/, '/');
}

/** A good text, damaged: cut, with something put in, overwritten, far too long, or sent more than once. */
function damaged(text: string): fc.Arbitrary<string | readonly string[]> {
  const place = fc.nat({ max: text.length });
  return fc.oneof(
    hostileText,
    place.map((end) => text.slice(0, end)),
    fc.tuple(place, hostileText).map(([at, insert]) => text.slice(0, at) + insert + text.slice(at)),
    fc.tuple(place, anyText).map(([at, other]) => text.slice(0, at) + other + text.slice(at + other.length)),
    fc.constantFrom(text + text, text + 'x'.repeat(100_000), [text, text]),
    hostileText.map((other) => [other, text]),
  );
}
