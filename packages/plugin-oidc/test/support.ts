import { createWho, type Reply, responseHead, type Who } from '@who/core';
import { authTkt } from '@who/plugin-auth-tkt';
import { type SsoSessions, ssoSessions } from '@who/sso';
import { type Clock, type FakeRequestOptions, fakeClock, fakeRequest } from '@who/testkit';
import { type OidcOptions, type OidcPlugin, oidc } from '../src/index.js';
import { type FakeProvider, fakeProvider } from './fake-provider.js';
import type { TestKey } from './tokens/keys.js';

export const ISSUER = 'https://login.example.org';
export const CLIENT_ID = 'the-client';
export const APP_URL = 'https://app.example.org';
export const STATE_SECRET = 'an example secret of 32 bytes or more';
export const TICKET_SECRET = 'a ticket secret of the tests, 32 bytes';
export const CLIENT_SECRET = 'a client secret of the tests';

export interface Application {
  readonly who: Who;
  readonly plugin: OidcPlugin;
  readonly provider: FakeProvider;
  readonly sessions: SsoSessions;
  readonly clock: Clock;
  /** What went into the log. */
  readonly log: string[];
}

export interface ApplicationOptions extends Partial<OidcOptions> {
  readonly publicUrl?: string;
  readonly provider?: FakeProvider;
  /** By which the provider signs. */
  readonly key?: TestKey;
}

/** An application that signs in through a provider without a network. The time is real, as the library's is. */
export function application(given: ApplicationOptions = {}): Application {
  const { publicUrl = APP_URL, key, provider: other, ...options } = given;
  const clock = fakeClock(Date.now());
  const provider = other ?? fakeProvider(clock.now, key && { key });
  const log: string[] = [];
  const note = (message: string): void => void log.push(message);
  const sessions = ssoSessions({ now: clock.now });
  const plugin = oidc({
    issuer: provider.issuer,
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    rememberer: 'ticket',
    stateSecrets: [STATE_SECRET],
    fetch: provider.fetch,
    sessions,
    ...options,
  });
  const who = createWho({
    publicUrl,
    now: clock.now,
    logger: { debug() {}, warn: note, error: note },
    plugins: { oidc: plugin, ticket: authTkt({ secrets: [TICKET_SECRET], isRevoked: sessions.isRevoked }) },
    identifiers: ['oidc', 'ticket'],
    authenticators: ['oidc', 'ticket'],
    challengers: ['oidc'],
  });
  return { who, plugin, provider, sessions, clock, log };
}

/** What a browser was sent. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly setCookies: readonly string[];
  header(name: string): string | undefined;
  /** The `Location` header, taken apart. */
  readonly location: URL;
}

export interface Browser {
  /** Cookies by name. */
  readonly jar: Map<string, string>;
  visit(url: string, request?: FakeRequestOptions): Promise<Answer>;
  /** Starts to sign in and says where at the provider the browser is sent. */
  depart(cameFrom?: string): Promise<URL>;
  /** Follows an address of the application. */
  follow(url: URL): Promise<Answer>;
  /** The whole way, as somebody. */
  signIn(user: string, cameFrom?: string): Promise<Answer>;
  /** Who the application takes it for. */
  whoami(): Promise<string>;
}

/**
 * A browser in front of an application that does what an adapter does: `/private…` asks nobody's to sign in,
 * `/forbidden` asks everybody to.
 */
export function browser({ who, provider }: Pick<Application, 'who' | 'provider'>): Browser {
  const jar = new Map<string, string>();

  const visit: Browser['visit'] = async (url, request = {}) => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { accept: 'text/html', ...(cookie && { cookie }), ...request.headers };
    const api = who.api(fakeRequest({ url, ...request, headers }));
    const identity = await api.authenticate();
    const refused = url.startsWith('/forbidden') || (url.startsWith('/private') && !identity);
    const body = JSON.stringify({ userid: identity?.userid ?? 'nobody', ...(identity?.metadata ?? {}) });
    const response: Reply = api.earlyReply ?? { status: refused ? 401 : 200, body };
    const { challenge, headers: more } = await api.conclude(responseHead(response.status, response.headers));
    const answer = answerOf(challenge ?? { ...response, headers: [...(response.headers ?? []), ...more] });
    for (const line of answer.setCookies) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/; Max-Age=0/i.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    return answer;
  };

  const made: Browser = {
    jar,
    visit,
    async depart(cameFrom) {
      const query = cameFrom === undefined ? '' : `?${new URLSearchParams({ came_from: cameFrom })}`;
      return (await visit(`/login/oidc${query}`)).location;
    },
    follow: (url) => visit(url.pathname + url.search),
    signIn: async (user, cameFrom) => made.follow(provider.visit(await made.depart(cameFrom), user)),
    async whoami() {
      return (JSON.parse((await visit('/')).body) as { userid: string }).userid;
    },
  };
  return made;
}

function answerOf({ status, headers = [], body = '' }: Reply): Answer {
  const head = responseHead(status, headers);
  return {
    status,
    body: String(body),
    setCookies: head.setCookies,
    header: (name) => head.header(name),
    get location() {
      return new URL(head.header('location') ?? '');
    },
  };
}
