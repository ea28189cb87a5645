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

/** Names of users that are like no name: empty, magic, very long, or {@link hostileText}. */
export const hostileUserid: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('', ' ', '__proto__', 'constructor', 'toString', 'a:b', 'a!b', '*', 'x'.repeat(10_000)),
  hostileText,
);

/** Headers and targets of requests, each of them hostile. */
export const hostileRequest: fc.Arbitrary<FakeRequestOptions> = fc.record({
  method: fc.constantFrom('GET', 'POST', 'HEAD', 'OPTIONS', 'PROPFIND', 'nonsense'),
  url: fc.oneof(
    hostileText,
    hostileText.map((text) => `/${text}`),
    hostileText.map((text) => `/page?${new URLSearchParams({ came_from: text })}&a=${text}`),
  ),
  headers: fc.dictionary(
    fc.constantFrom('cookie', 'authorization', 'host', 'referer', 'x-forwarded-host', 'accept', 'user-agent', 'origin'),
    fc.oneof(hostileText, fc.array(hostileText, { minLength: 2, maxLength: 3 })),
  ),
  remoteAddress: fc.constantFrom('127.0.0.1', '::1', '::ffff:192.0.2.1', '', 'nonsense'),
});

/** A good request, damaged in one place. */
export function damaged(request: FakeRequestOptions): fc.Arbitrary<FakeRequestOptions> {
  const { url = '/', headers = {} } = request;
  const ways = [
    damagedText(url).map((damage): FakeRequestOptions => ({ ...request, url: damage })),
    ...Object.entries(headers).flatMap(([name, value]) => {
      const first = [value].flat()[0] ?? '';
      const put = (damage: string | readonly string[]) => ({ ...request, headers: { ...headers, [name]: damage } });
      return [damagedText(first).map(put), hostileText.map((text) => put([text, first]))];
    }),
  ];
  return fc.oneof(...ways);
}

function damagedText(text: string): fc.Arbitrary<string> {
  const place = fc.nat({ max: text.length });
  return fc.oneof(
    hostileText,
    place.map((end) => text.slice(0, end)),
    fc.tuple(place, hostileText).map(([at, insert]) => text.slice(0, at) + insert + text.slice(at)),
    fc.tuple(place, anyText).map(([at, other]) => text.slice(0, at) + other + text.slice(at + other.length)),
    fc.constant(text + text),
    fc.constant(text + 'x'.repeat(100_000)),
  );
}
