import { fakeExchange, plainRememberer } from '@who/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keepGlobals } from '../../testkit/test/kept-globals.js';
import { type CasPolicy, cas } from '../src/index.js';
import { type Reached, routers } from './routers.js';
import { CAS_URL } from './support.js';

keepGlobals();

// Each run tries other paths. All at once: PATHS=400000 npx -y pnpm@12 exec vitest run --config vitest.workspace.ts
// --project plugin-cas routers
const PATHS = Number(process.env['PATHS'] ?? 20_000);

/** What a request for a target is asked for. */
function asks(...policies: readonly CasPolicy[]): (target: string) => string | undefined {
  const plugin = cas({ casUrl: CAS_URL, rememberer: 'ticket', policies });
  const exchange = fakeExchange({ plugins: { cas: plugin, ticket: plainRememberer() } });
  return (target) => {
    const [path = ''] = target.split('?', 1);
    let asked: unknown;
    const explain = ({ code }: { readonly code: string }, facts?: { readonly ask?: unknown }): undefined => {
      if (code === 'CAS_POLICY') asked = facts?.ask;
    };
    plugin.identify(Object.create(exchange, { path: { value: path }, explain: { value: explain } }));
    return asked as string | undefined;
  };
}

/** Targets near `/admin` and `/public`: right often enough, and wrong in all ways that routers differ in. */
const word = fc.constantFrom(
  'admin',
  'public',
  'Admin',
  'ADMIN',
  '%61dmin',
  'adm%69n',
  'x',
  '',
  'a%20b',
  '%C3%AB',
  '.x',
);
const border = fc.constantFrom(
  '/',
  '/',
  '/',
  '/',
  '//',
  '\\',
  '%2f',
  '%2F',
  '%5c',
  '/./',
  '/../',
  '/%2e/',
  '/%2e%2e/',
  ';',
  '.',
);
const odd = fc.constantFrom(
  '#',
  ';',
  '%',
  '%00',
  '%25',
  '%252f',
  '\\..',
  '\t',
  '\x80',
  '?',
  '?/admin',
  '.',
  '..',
  '&',
  '~',
  '[',
  '|',
);
const rare = fc.oneof({ weight: 8, arbitrary: fc.constant('') }, { weight: 1, arbitrary: odd });
const segment = fc.tuple(border, word, rare).map((parts) => parts.join(''));
const strange = fc
  .tuple(fc.array(segment, { minLength: 1, maxLength: 4 }), rare)
  .map(([segments, end]) => segments.join('') + end)
  .map((text) => (text.startsWith('/') ? text : `/${text}`));
const letter = fc.constantFrom(
  ...'/./aAxX-_~!$&()*+,:=@[]|^{}`"<>\'',
  '%20',
  '%C3%AB',
  '%E2%84%AA',
  '%F0%9F%98%80',
  '?',
);
const plain = fc
  .tuple(fc.constantFrom('/public', '/admin', '/', '/x/'), fc.array(letter, { maxLength: 6 }))
  .map(([top, rest]) => top + rest.join(''));
const target = fc.oneof(strange, plain);

describe('the routers of frameworks', async () => {
  const byName = [...(await routers())];
  const reachedBy = (text: string): [name: string, reached: Reached][] =>
    byName.map(([name, route]) => [name, route(text)]);

  it('reach the private part by its plain name, and know what is not it', () => {
    for (const [name, reached] of reachedBy('/admin/x?y')) expect([name, reached]).toEqual([name, 'admin']);
    for (const [name, reached] of reachedBy('/public/x')) expect([name, reached]).toEqual([name, 'public']);
    for (const [name, reached] of reachedBy('/x')) expect([name, reached]).toEqual([name, 'other']);
  });

  it.each<[name: string, policies: CasPolicy[], forbidden: Reached[]]>([
    ['always', [{ path: '/admin', ask: 'always' }], ['admin']],
    ['renew', [{ path: '/admin/', ask: 'renew' }], ['admin']],
    ['an expression', [{ path: /\/admin([/.].*)?/i, ask: 'always' }], ['admin']],
    [
      'never, and always for the rest',
      [
        { path: '/public', ask: 'never' },
        { path: '/', ask: 'always' },
      ],
      ['admin', 'other'],
    ],
  ])(
    'reach no page below a policy unasked: %s',
    (_name, policies, forbidden) => {
      const ask = asks(...policies);
      let tried = 0;
      fc.assert(
        fc.property(target, (text) => {
          if (ask(text) !== undefined) return;
          tried++;
          for (const [name, reached] of reachedBy(text)) {
            if (forbidden.includes(reached)) expect.unreachable(`${name} leads ${JSON.stringify(text)} to ${reached}`);
          }
        }),
        { numRuns: PATHS / 4 },
      );
      expect(tried).toBeGreaterThan(PATHS / 400);
    },
    600_000,
  );

  it('would reach it in ways that only the way of writing gives away', () => {
    const ways = new Set<string>();
    for (const text of fc.sample(strange, { numRuns: 1000, seed: 1 })) {
      if (/^\/admin(?:[/.?]|$)/i.test(text)) continue;
      for (const [name, reached] of reachedBy(text)) if (reached === 'admin') ways.add(name);
    }
    expect(ways).toEqual(new Set(byName.map(([name]) => name)));
  });
});
