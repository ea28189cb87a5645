import {
  type Authenticator,
  apiAwareRequestClassifier,
  createWho,
  type Exchange,
  type HeaderList,
  type Identifier,
  type MetadataProvider,
  PasswordCredentials,
  passThroughChallengeDecider,
  reasonsOf,
  responseHead,
  type Who,
  WhoError,
} from '@who/core';
import { type FakeRequestOptions, fakeRequest } from '@who/testkit';
import { createTrace, type Journey, type Trace, type TraceOptions } from '../src/index.js';

export const reasons: ReturnType<
  typeof reasonsOf<'NO_HEADER' | 'TIMED_OUT' | 'WRONG_PASSWORD' | 'BREAKER_OPEN' | 'DOWN'>
> = reasonsOf({
  NO_HEADER: { text: 'There is no header {header}.' },
  TIMED_OUT: { text: 'The ticket in cookie {cookie} timed out {seconds} s ago.', hint: 'Sign in again.' },
  WRONG_PASSWORD: { text: 'The password is another one.' },
  BREAKER_OPEN: { text: 'The store is left alone for {seconds} s.', hint: 'Look after {store}.' },
  DOWN: { text: 'LDAP does not answer.', hint: 'Look after the directory.' },
});

/** Finds `name:password` in a header, says what is wrong with `old`, and remembers by a cookie. */
export const plain: Identifier = {
  identify(exchange) {
    const value = exchange.header('x-user');
    if (value === 'old') {
      exchange.explain?.(reasons.TIMED_OUT, { cookie: 'auth_tkt', seconds: 340 });
      return undefined;
    }
    const [login, password] = value?.split(':') ?? [];
    if (login === undefined || password === undefined) {
      exchange.explain?.(reasons.NO_HEADER, { header: 'X-User' });
      return undefined;
    }
    return new PasswordCredentials(login, password);
  },
  remember: (_exchange, { userid }) => [['Set-Cookie', `user=${userid}`]],
  forget: () => [['Set-Cookie', 'user=; Max-Age=0']],
};

/** Knows alice, refuses others, and is down for `down`. */
export const users: Authenticator = {
  authenticate(exchange, credentials) {
    if (!(credentials instanceof PasswordCredentials)) return undefined;
    if (credentials.login === 'down') {
      exchange.explain?.(reasons.DOWN);
      throw new WhoError('down', { code: 'LDAP_DOWN', plugin: 'users', status: 503 });
    }
    if (credentials.login === 'alice' && credentials.password === 'secret') return { userid: 'alice' };
    exchange.explain?.(reasons.WRONG_PASSWORD);
    return undefined;
  },
};

export const attributes: MetadataProvider<{ mail: string }> = {
  async addMetadata(exchange: Exchange) {
    await null;
    if (exchange.header('x-broken')) {
      exchange.explain?.(reasons.BREAKER_OPEN, { seconds: 30, store: 'Redis' });
      return undefined;
    }
    return { mail: 'alice@example.org' };
  },
};

/** Answers `/login` by a login with what its query says, whatever comes of it. */
export const form: Identifier = {
  identify: (exchange) =>
    exchange.path === '/login'
      ? {
          async reply(who) {
            const { login = '', password = '' } = Object.fromEntries(exchange.query);
            const { identity, headers } = await who.login({ login, password });
            return { status: identity ? 303 : 401, headers, isChallenge: true };
          },
        }
      : undefined,
  remember: () => undefined,
  forget: () => undefined,
};

export const engine = (publicUrl = 'http://localhost:3000'): Who =>
  createWho({
    publicUrl,
    plugins: {
      form,
      plain,
      users,
      attributes,
      basic: { anyClient: true, challenge: () => ({ status: 401, headers: [['WWW-Authenticate', 'Basic']] }) },
    },
    identifiers: ['form', 'plain'],
    authenticators: ['users'],
    metadataProviders: ['attributes'],
    challengers: ['basic'],
    requestClassifier: apiAwareRequestClassifier,
    challengeDecider: passThroughChallengeDecider,
  });

/** A trace of its own, and the journeys of requests to an engine, each answered with a status and headers. */
export async function traced(
  requests: readonly FakeRequestOptions[],
  { who = engine(), status = 200, options = {} }: { who?: Who; status?: number; options?: TraceOptions } = {},
): Promise<Journey[]> {
  const trace = createTrace(options);
  try {
    const ids: number[] = [];
    for (const request of requests) ids.push(await visit(who, request, status));
    return ids.flatMap((id) => trace.journey(id) ?? []);
  } finally {
    trace.close();
  }
}

/** Goes through an engine as an adapter does. @returns the number of the request */
export async function visit(
  who: Who,
  request: FakeRequestOptions = {},
  status = 200,
  headers: HeaderList = [],
): Promise<number> {
  const api = who.api(fakeRequest(request));
  try {
    await api.authenticate();
    await api.conclude(responseHead(api.earlyReply?.status ?? status, headers));
  } catch (error) {
    if (!(error instanceof WhoError)) throw error;
  }
  return api.exchange.number;
}

/** Runs with a trace, and closes it however that goes. */
export async function withTrace<T>(options: TraceOptions, run: (trace: Trace) => T | Promise<T>): Promise<T> {
  const trace = createTrace(options);
  try {
    return await run(trace);
  } finally {
    trace.close();
  }
}
