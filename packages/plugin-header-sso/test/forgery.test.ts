import { fakeRequest } from '@who/testkit';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { HeaderSsoOptions } from '../src/index.js';
import { application, shibbolethHeaders } from './support.js';

const RUNS = { numRuns: 120 };
const OWN = [
  'REMOTE_USER',
  'Shib-Session-ID',
  'mail',
  'cn',
  'affiliation',
  'Shib-Identity-Provider',
  'AUTH_TYPE',
  'X-Remote-User',
];

/** A header of the front end in any spelling. */
const spelled = fc.constantFrom(...OWN).chain((name) =>
  fc.array(fc.tuple(fc.boolean(), fc.boolean()), { minLength: name.length, maxLength: name.length }).map((changes) =>
    [...name]
      .map((char, i) => {
        const [upper, other] = changes[i] as [boolean, boolean];
        if (char === '_' || char === '-') return other ? '_' : '-';
        return upper ? char.toUpperCase() : char.toLowerCase();
      })
      .join(''),
  ),
);

const value = fc.oneof(
  fc.constantFrom('evil', '', '(null)', 'evil;evil', 'evil%40example.test', 'evil\\;'),
  fc.uint8Array({ maxLength: 12 }).map((bytes) => `evil${Buffer.from(bytes).toString('latin1')}`),
);

/** Header lines of a client, among which those of the front end come where they like. */
const forged = fc.array(fc.tuple(spelled, value), { minLength: 1, maxLength: 8 });

const plain = (name: string): string => name.toLowerCase().replaceAll('_', '-');

interface Attempt {
  readonly lines: readonly (readonly [string, string])[];
  readonly remoteAddress?: string;
  readonly url?: string;
}

async function attempt(options: Partial<HeaderSsoOptions>, { lines, remoteAddress = '127.0.0.1', url = '/' }: Attempt) {
  const headers: Record<string, string[]> = {};
  for (const [name, text] of lines) headers[name] = [...(headers[name] ?? []), text];
  const request = fakeRequest({ headers, remoteAddress, url });
  const concealTrailers = vi.spyOn(request, 'concealTrailers');
  const api = application({ rememberer: undefined, ...options }).who.api(request);
  const identity = await api.authenticate();
  return { request, concealTrailers, identity, reply: api.earlyReply };
}

const genuine = Object.entries(shibbolethHeaders('alice')).map(([name, text]): [string, string] => [
  name,
  String(text),
]);

describe('no headers of a client', () => {
  it.each<[string, Partial<HeaderSsoOptions>, Partial<Attempt>]>([
    ['from an address that is not trusted', {}, { remoteAddress: '192.0.2.1' }],
    ['from one that is gone', {}, { remoteAddress: '' }],
    ['on a path that is not protected', { paths: ['/login/sso'] }, {}],
    ['on a path that looks protected', { paths: ['/app/*'] }, { url: '/app/../x' }],
    ['without the secret', { secret: { header: 'X-Front-End', values: ['x'.repeat(32)] } }, {}],
    ['without the certificate', { clientCertificate: { commonNames: ['front'] } }, {}],
  ])('sign anybody in, or reach the application, %s', async (_, options, where) => {
    await fc.assert(
      fc.asyncProperty(forged, fc.boolean(), async (lines, withGenuine) => {
        const all = withGenuine ? [...genuine, ...lines] : lines;
        const { request, identity } = await attempt(options, { lines: all, ...where });
        expect(identity).toBeUndefined();
        expect(request.headerLines.filter((name) => OWN.map(plain).includes(plain(name)))).toEqual([]);
      }),
      RUNS,
    );
  });

  it('change whom the front end names, or what it says, where it lets them through', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(spelled, value), { maxLength: 3 }), fc.boolean(), async (lines, before) => {
        const all = before ? [...lines, ...genuine] : [...genuine, ...lines];
        const { request, identity, reply } = await attempt({}, { lines: all });
        if (reply) {
          expect([reply.status, identity]).toEqual([400, undefined]);
          expect(request.headerLines).toEqual(['Accept', 'text/html']);
          return;
        }
        expect(identity?.userid).toBe('alice');
        expect(identity?.metadata).toEqual({ attributes: { mail: ['alice@mail.example'] } });
        // Shibboleth sets the one itself when it is there at all; the other is the browser's.
        const own = ['shib-identity-provider', 'accept'];
        const seen = request.headerLines.filter((name, i) => i % 2 === 0 && !own.includes(plain(name)));
        expect(seen).toEqual(genuine.map(([name]) => name));
      }),
      RUNS,
    );
  });

  it('name somebody by look-alikes alone', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(spelled, value), { minLength: 1, maxLength: 8 }), async (lines) => {
        const { identity } = await attempt({}, { lines });
        const sent = (wanted: string) => lines.filter(([name]) => plain(name) === plain(wanted));
        const isGenuine = (wanted: string) =>
          sent(wanted).length === 1 && sent(wanted).every(([name]) => name.toLowerCase() === wanted.toLowerCase());
        if (identity) expect(isGenuine('REMOTE_USER') && isGenuine('Shib-Session-ID')).toBe(true);
      }),
      RUNS,
    );
  });
});

describe('trailers', () => {
  it.each([
    { name: 'of a stranger', lines: [], remoteAddress: '192.0.2.1', userid: undefined },
    { name: 'behind a request of nobody', lines: [], userid: undefined },
    { name: 'behind a request of the front end', lines: genuine, userid: 'alice' },
    {
      name: 'on a path of the application',
      lines: [],
      url: '/open',
      options: { paths: ['/app/*'] },
      userid: undefined,
    },
  ])('$name say nothing', async ({ lines, remoteAddress, url, options = {}, userid }) => {
    const sent = [...lines, ['Transfer-Encoding', 'chunked'] as const];
    const { request, concealTrailers, identity } = await attempt(options, {
      lines: sent,
      ...(remoteAddress && { remoteAddress }),
      ...(url && { url }),
    });
    expect(identity?.userid).toBe(userid);
    expect(request.header('remote_user')).toBe(userid);
    expect(concealTrailers.mock.calls.flat(2).map(plain)).toEqual(
      expect.arrayContaining(['remote-user', 'shib-session-id']),
    );
  });
});
