import { createWho, type Identity, type Reply, responseHead, type Who, type WhoApi } from '@who/core';
import { type Clock, type FakeRequestOptions, fakeClock, fakeRequest, plainRememberer } from '@who/testkit';
import type { SsoPlugin } from '../src/index.js';
import { type DoormanOptions, doorman } from './doorman.js';
import { DOOR_URL, SECRET } from './support.js';

export const APP_URL = 'https://app.example.org';

/** An application with a doorman, and what he has been asked. */
export interface House {
  readonly plugin: SsoPlugin;
  readonly who: Who;
  readonly clock: Clock;
  readonly warnings: string[];
  readonly asked: URL[];
  /** Whose passes are, as `userid house mail`; what is not here he does not know. */
  readonly passes: Map<string, string>;
  /** What he does instead of answering. */
  trouble: (() => Promise<Response>) | undefined;
}

export function house(options: Partial<DoormanOptions> = {}, make: typeof doorman = doorman): House {
  const clock = fakeClock();
  const warnings: string[] = [];
  const asked: URL[] = [];
  const passes = new Map([['p-ada', 'ada house-1 ada@example.org']]);
  const fetch = async (url: string | URL | Request): Promise<Response> => {
    const asks = new URL(String(url));
    asked.push(asks);
    if (made.trouble) return made.trouble();
    return new Response(passes.get(asks.searchParams.get('pass') ?? '') ?? '');
  };
  const plugin = make({ doorUrl: DOOR_URL, rememberer: 'ticket', stateSecrets: [SECRET], fetch, ...options });
  const who = createWho({
    publicUrl: APP_URL,
    now: clock.now,
    logger: { debug() {}, warn: (message) => warnings.push(message), error() {} },
    plugins: { door: plugin, ticket: rememberer(options.sessions?.isRevoked) },
    identifiers: ['door', 'ticket'],
    authenticators: ['door', 'ticket'],
    challengers: ['door'],
  });
  const made: House = { plugin, who, clock, warnings, asked, passes, trouble: undefined };
  return made;
}

type IsRevoked = NonNullable<DoormanOptions['sessions']>['isRevoked'];

/** The testkit's, and it asks which sessions are over. */
function rememberer(isRevoked: IsRevoked | undefined): ReturnType<typeof plainRememberer> {
  const plain = plainRememberer();
  return {
    ...plain,
    async authenticate(exchange, credentials) {
      const known = await plain.authenticate(exchange, credentials);
      return known && (await isRevoked?.({ userdata: known.userdata ?? '' })) ? undefined : known;
    },
  };
}

/** What a browser was sent. */
export interface Seen {
  readonly status: number;
  readonly body: string;
  readonly setCookies: readonly string[];
  readonly location: URL;
  readonly identity: Identity | undefined;
  header(name: string): string | undefined;
}

export interface Visitor {
  readonly jar: Map<string, string>;
  visit(url: string, request?: FakeRequestOptions): Promise<Seen>;
  /** Goes away to sign in. @returns where the doorman would send the browser, without a pass */
  depart(cameFrom?: string): Promise<URL>;
  arrive(back: URL, pass?: string): Promise<Seen>;
}

/** A browser. `/private…` asks strangers to sign in, `/forbidden` everybody. */
export function visitor({ who }: Pick<House, 'who'>): Visitor {
  const jar = new Map<string, string>();
  const visit: Visitor['visit'] = async (url, request = {}) => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const api: WhoApi = who.api(
      fakeRequest({
        url,
        ...request,
        headers: { host: 'app.example.org', accept: 'text/html', cookie, ...request.headers },
      }),
    );
    const identity = await api.authenticate();
    const isRefused = url.startsWith('/forbidden') || (url.startsWith('/private') && !identity);
    const own: Reply = api.earlyReply ?? { status: isRefused ? 401 : 200, body: identity?.userid ?? 'nobody' };
    const { challenge, headers } = await api.conclude(responseHead(own.status, own.headers));
    const reply = challenge ?? { ...own, headers: [...(own.headers ?? []), ...headers] };
    const head = responseHead(reply.status, reply.headers);
    for (const line of head.setCookies) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/; Max-Age=0/i.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    return {
      status: reply.status,
      body: String(reply.body ?? ''),
      setCookies: head.setCookies,
      identity,
      header: (name) => head.header(name),
      get location() {
        return new URL(head.header('location') ?? '');
      },
    };
  };
  return {
    jar,
    visit,
    depart: async (cameFrom = '/') =>
      backOf(await visit(`/login/door?${new URLSearchParams({ came_from: cameFrom })}`)),
    arrive: (back, pass = 'p-ada') => visit(`${back.pathname}${back.search}&pass=${pass}`),
  };
}

/** Where the doorman would send a browser back to. */
export function backOf({ location }: Pick<Seen, 'location'>): URL {
  const back = new URL(location.searchParams.get('back') ?? '');
  back.searchParams.set('id', location.searchParams.get('id') ?? '');
  return back;
}
