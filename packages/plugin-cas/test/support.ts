import { readdirSync, readFileSync } from 'node:fs';
import {
  type Authenticator,
  Credentials,
  createWho,
  type Identifier,
  type Reply,
  responseHead,
  type Who,
} from '@who/core';
import { type Clock, type FakeRequestOptions, fakeClock, fakeRequest } from '@who/testkit';
import fc from 'fast-check';
import { type CasOptions, type CasPlugin, cas } from '../src/index.js';
import type { Asker } from '../src/validation/validator.js';

export const CAS_URL = 'https://cas.example.org/cas';
export const APP_URL = 'https://app.example.org';
export const SECRET = 'an example secret of 32 bytes or more';

/** Text of any UTF-16 code units, halves of pairs and control characters too. */
export const anyText: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.nat(0x7f), fc.nat(0xffff)))
  .map((codes) => String.fromCharCode(...codes));

/** A text without spaces, tabs and line ends around it; other white space stays. */
export const trimmedText = (text: string): string => text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');

const FIXTURES = new URL('fixtures/', import.meta.url);

/** The body of a recorded answer. */
export function fixture(name: string): string {
  const raw = readFileSync(new URL(`${name}.txt`, FIXTURES), 'utf8');
  return raw.slice(raw.indexOf('\n\n') + 2);
}

/** Names of the recorded answers. */
export function fixtureNames(pattern: RegExp): string[] {
  return readdirSync(FIXTURES)
    .map((file) => file.replace(/\.txt$/, ''))
    .filter((name) => pattern.test(name));
}

/** A success as a CAS server would write it. */
export function success(user: string, inner = ''): string {
  return serviceResponse(`<cas:authenticationSuccess><cas:user>${user}</cas:user>${inner}</cas:authenticationSuccess>`);
}

export function failure(code: string): string {
  return serviceResponse(`<cas:authenticationFailure code="${code}">no</cas:authenticationFailure>`);
}

export function serviceResponse(inner: string): string {
  return `<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas">${inner}</cas:serviceResponse>`;
}

class RememberedCredentials extends Credentials {
  readonly fields: URLSearchParams;
  constructor(value: string) {
    super();
    this.fields = new URLSearchParams(value);
  }
}

/** Who asks a validator, and what he was told. */
export function asker(now: () => number = Date.now, warnings: string[] = []): Asker {
  return { now, logger: { debug() {}, warn: (message) => warnings.push(message), error() {} } };
}

/** Keeps people signed in by a cookie that everybody can read and write. */
export function plainRememberer(): Identifier & Authenticator {
  return {
    identify(exchange) {
      const value = exchange.cookie('plain');
      return value ? new RememberedCredentials(value) : undefined;
    },
    authenticate(_exchange, credentials) {
      if (!(credentials instanceof RememberedCredentials)) return undefined;
      const { fields } = credentials;
      return { userid: fields.get('user') ?? '', userdata: fields.get('data') ?? '' };
    },
    remember(_exchange, { userid, userdata }) {
      return [['Set-Cookie', `plain=${new URLSearchParams({ user: userid, data: userdata })}; Path=/`]];
    },
    forget: () => [['Set-Cookie', 'plain=; Path=/; Max-Age=0']],
  };
}

export interface Application {
  readonly who: Who;
  readonly plugin: CasPlugin;
  readonly clock: Clock;
  readonly warnings: string[];
}

export interface ApplicationOptions extends Partial<CasOptions> {
  readonly publicUrl?: string | readonly [string, ...string[]];
  /** @default ['cas', 'ticket'] */
  readonly authenticators?: readonly ('cas' | 'ticket')[];
}

/** An application that signs in through CAS and keeps people signed in by {@link plainRememberer}. */
export function application(options: ApplicationOptions = {}): Application {
  const { publicUrl = APP_URL, authenticators = ['cas', 'ticket'], ...rest } = options;
  const clock = fakeClock();
  const warnings: string[] = [];
  const plugin = cas({ casUrl: CAS_URL, rememberer: 'ticket', stateSecrets: [SECRET], ...rest });
  const who = createWho({
    publicUrl,
    now: clock.now,
    logger: { debug() {}, warn: (message) => warnings.push(message), error() {} },
    plugins: { cas: plugin, ticket: plainRememberer() },
    identifiers: ['cas', 'ticket'],
    authenticators,
    challengers: ['cas'],
  });
  return { who, plugin, clock, warnings };
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
  /** Starts to sign in and says which service CAS would send the browser back to. */
  depart(cameFrom?: string): Promise<URL>;
  /** Comes back from CAS with a ticket. */
  arrive(service: URL, ticket?: string): Promise<Answer>;
}

/**
 * A browser in front of an application that does what an adapter does: `/private…` asks nobody's to sign in,
 * `/forbidden` asks everybody to.
 */
export function browser({ who }: Pick<Application, 'who'>): Browser {
  const jar = new Map<string, string>();

  const visit: Browser['visit'] = async (url, request = {}) => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const api = who.api(fakeRequest({ url, ...request, headers: { accept: 'text/html', cookie, ...request.headers } }));
    const identity = await api.authenticate();
    const refused = url.startsWith('/forbidden') || (url.startsWith('/private') && !identity);
    const response: Reply = api.earlyReply ?? { status: refused ? 401 : 200, body: identity?.userid ?? 'nobody' };
    const { challenge, headers } = await api.conclude(responseHead(response.status, response.headers));
    const answer = answerOf(challenge ?? { ...response, headers: [...(response.headers ?? []), ...headers] });
    for (const line of answer.setCookies) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/; Max-Age=0/i.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    return answer;
  };

  return {
    jar,
    visit,
    async depart(cameFrom) {
      const query = cameFrom === undefined ? '' : `?${new URLSearchParams({ came_from: cameFrom })}`;
      return serviceOf(await visit(`/login/cas${query}`));
    },
    arrive: (service, ticket = 'ST-1') => visit(`${service.pathname}${service.search}&ticket=${ticket}`),
  };
}

/** The service that a redirect to the CAS login page names. */
export function serviceOf(answer: Answer): URL {
  return new URL(answer.location.searchParams.get('service') ?? '');
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
