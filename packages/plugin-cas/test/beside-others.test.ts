import { createWho, type Identifier, type Plugin, responseHead } from '@who/core';
import { headerSso } from '@who/plugin-header-sso';
import { type FakeRequestOptions, fakeRequest } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { type CasAsk, cas } from '../src/index.js';
import { APP_URL, plainRememberer, SECRET } from './support.js';

/** Two plugins that sign people in elsewhere, in this order. */
const PAIRS = [
  ['cas1', 'cas2'],
  ['cas2', 'cas1'],
  ['cas1', 'sso1'],
  ['sso1', 'cas1'],
  ['sso1', 'sso2'],
  ['sso2', 'sso1'],
] as const;
type Name = (typeof PAIRS)[number][number];
type Pair = (typeof PAIRS)[number];

const ASKS = ['nothing', 'always', 'renew', 'gateway'] as const;
type Ask = (typeof ASKS)[number];

/** Who may be remembered: through one of them, with a password typed or without, or otherwise. */
const isCas = (name: string): boolean => name.startsWith('cas');
const signedInBy = (pair: Pair): readonly (Name | 'nobody' | 'elsewhere' | `${Name} renewed`)[] => [
  'nobody',
  'elsewhere',
  ...pair.flatMap((name) => (isCas(name) ? [name, `${name} renewed` as const] : [name])),
];

function pluginFor(name: Name, ask: Ask): Plugin {
  if (!isCas(name)) {
    return headerSso({
      trustedPeers: ['127.0.0.1'],
      paths: 'all',
      userHeaders: [`x-${name}-user`],
      rememberer: 'ticket',
      logoutPath: '/logout',
      logoutUrl: `https://${name}.example.org/logout`,
    });
  }
  return cas({
    casUrl: `https://${name}.example.org`,
    callbackPath: `/login/${name}`,
    rememberer: 'ticket',
    stateSecrets: [SECRET],
    logoutPath: '/logout',
    policies: ask === 'nothing' ? [] : [{ path: '/app', ask: ask as CasAsk }],
  });
}

/** What a browser gets: whom the application greets, or where it is sent. */
interface Answer {
  readonly status: number;
  readonly user: string | undefined;
  readonly location: URL | undefined;
  readonly cookies: readonly string[];
}

function site(
  pair: Pair,
  asks: readonly Ask[],
): (by: string, request: FakeRequestOptions, more?: string) => Promise<Answer> {
  const [one, two] = pair;
  const who = createWho<Record<string, Plugin & Identifier>>({
    publicUrl: APP_URL,
    logger: { debug() {}, warn() {}, error() {} },
    plugins: {
      [one]: pluginFor(one, asks[0] ?? 'nothing') as Plugin & Identifier,
      [two]: pluginFor(two, asks[1] ?? 'nothing') as Plugin & Identifier,
      ticket: plainRememberer(),
    },
    identifiers: [one, two, 'ticket'],
    authenticators: [one, two, 'ticket'] as never,
  });
  return async (by, request, more = '') => {
    const [name = '', renewed] = by.split(' ');
    const data = name === 'elsewhere' ? '' : isCas(name) ? `cas=${name}${renewed ? '&renew=1' : ''}` : `sso=${name}`;
    const plain = by === 'nobody' ? '' : `plain=${new URLSearchParams({ user: 'bob', data })}; `;
    const headers = { accept: 'text/html', 'sec-fetch-mode': 'navigate', cookie: plain + more, ...request.headers };
    const api = who.api(fakeRequest({ url: '/app', ...request, headers }));
    const identity = await api.authenticate();
    const { status, headers: sent = [] } = api.earlyReply ?? { status: 200 };
    const head = responseHead(status, sent);
    const location = head.header('location');
    return {
      status,
      user: status === 200 ? (api.identity ?? identity)?.userid : undefined,
      location: location === undefined ? undefined : new URL(location),
      cookies: head.setCookies,
    };
  };
}

const isGone = ({ cookies }: Answer): boolean => cookies.some((cookie) => /^plain=;.*Max-Age=0/.test(cookie));

describe.each(
  PAIRS.flatMap((pair) => ASKS.flatMap((one) => ASKS.map((two) => [pair, [one, two]] as const))).filter(
    ([pair, asks]) => pair.every((name, i) => isCas(name) || asks[i] === 'nothing'),
  ),
)('identifiers %j whose policies ask %j', (pair, asks) => {
  const visit = site(pair, asks);
  const askOf = (name: Name): Ask => asks[pair.indexOf(name as never)] ?? 'nothing';
  const askers = (by: string, ask: Ask): Name[] =>
    pair.filter((name) => askOf(name) === ask && !(ask === 'renew' ? by === `${name} renewed` : by !== 'nobody'));
  const host = (name: Name): string => `${name}.example.org`;

  describe.each(signedInBy(pair).map((by) => [by]))('with somebody who is signed in by %s', (by) => {
    it('let nobody past a policy, and sign out whom a front end does not name any more', async () => {
      for (const method of ['GET', 'POST']) {
        const answer = await visit(by, { method });
        if (by.startsWith('sso')) {
          expect([answer.user, isGone(answer)]).toEqual([undefined, true]);
          continue;
        }
        const strict = [...askers(by, 'always'), ...askers(by, 'renew')].map(host);
        const quiet = method === 'GET' ? askers(by, 'gateway').map(host) : [];
        if (strict.length + quiet.length === 0) {
          expect(answer).toMatchObject({ status: 200, user: by === 'nobody' ? undefined : 'bob' });
          continue;
        }
        expect([...strict, ...quiet]).toContain(answer.location?.host);
        expect(answer.user).toBeUndefined();
        // Whoever has asked in vain without a word is silent then, and the others ask.
        const isQuiet = answer.location?.searchParams.has('gateway');
        const markers = answer.cookies.map((cookie) => cookie.split(';')[0]);
        if (!isQuiet || strict.length === 0) continue;
        const again = await visit(by, { method }, markers.join('; '));
        expect(strict).toContain(again.location?.host);
      }
    });

    it('answer the parts of a page in no other way than by a code', async () => {
      const headers = { accept: '*/*', 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' };
      const answer = await visit(by, { headers });
      const strict = [...askers(by, 'always'), ...askers(by, 'renew')];
      if (by.startsWith('sso')) expect([answer.user, isGone(answer)]).toEqual([undefined, true]);
      else expect([answer.status, answer.cookies]).toEqual([strict.length > 0 ? 401 : 200, []]);
    });

    it('sign out here and there', async () => {
      const answer = await visit(by, { method: 'POST', url: '/logout', headers: { origin: APP_URL } });
      const [through = ''] = by.split(' ');
      expect(answer.location?.host).toBe(pair.includes(through as never) ? host(through as Name) : 'app.example.org');
      expect([answer.user, answer.status, isGone(answer)]).toEqual([undefined, 303, true]);
    });

    it.each(pair.filter((name) => !isCas(name)).map((name) => [name]))(
      'let nobody be but whom %s names',
      async (name) => {
        const answer = await visit(by, { headers: { [`x-${name}-user`]: 'alice' } });
        const strict = askers('elsewhere', 'renew').map(host);
        const isDone = pair.every((other) => askOf(other) !== 'renew');
        if (answer.status === 200) expect([isDone, answer.user]).toEqual([true, 'alice']);
        else if (isGone(answer)) expect(by).toMatch(/^sso/);
        else expect(strict).toContain(answer.location?.host);
      },
    );
  });
});
