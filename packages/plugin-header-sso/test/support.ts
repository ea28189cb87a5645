import {
  type Authenticator,
  Credentials,
  createWho,
  type Identifier,
  type Identity,
  type Reply,
  responseHead,
  type Who,
} from '@who/core';
import { type FakeRequestOptions, fakeRequest } from '@who/testkit';
import { type HeaderSsoOptions, type HeaderSsoPlugin, headerSso, presets } from '../src/index.js';

export const APP_URL = 'https://app.example.org';

/** Options of a usual plugin: Shibboleth in front of every path, on this machine. */
export const shibboleth: HeaderSsoOptions = {
  ...presets.shibboleth,
  trustedPeers: ['127.0.0.1'],
  paths: 'all',
  attributes: { affiliation: 'affiliation', cn: 'cn', mail: 'mail' },
};

/** Headers that Shibboleth sets for somebody who has signed in there. */
export function shibbolethHeaders(
  userid: string,
  more: FakeRequestOptions['headers'] = {},
): NonNullable<FakeRequestOptions['headers']> {
  return {
    'Shib-Session-ID': '_0123',
    affiliation: '',
    cn: '',
    mail: `${userid}@mail.example`,
    REMOTE_USER: userid,
    ...more,
  };
}

class PlainCredentials extends Credentials {
  readonly fields: URLSearchParams;
  constructor(value: string) {
    super();
    this.fields = new URLSearchParams(value);
  }
}

/** Keeps people signed in by a cookie that everybody can read and write. */
export function plainRememberer(): Identifier & Authenticator {
  return {
    identify(exchange) {
      const value = exchange.cookie('plain');
      return value ? new PlainCredentials(value) : undefined;
    },
    authenticate(_exchange, credentials) {
      if (!(credentials instanceof PlainCredentials)) return undefined;
      const { fields } = credentials;
      return { userid: fields.get('user') ?? '', userdata: fields.get('data') ?? '' };
    },
    remember(_exchange, { userid, userdata }) {
      return [['Set-Cookie', `plain=${new URLSearchParams({ user: userid, data: userdata })}; Path=/`]];
    },
    forget: () => [['Set-Cookie', 'plain=; Path=/; Max-Age=0']],
  };
}

/** The cookie of somebody who is remembered. @param plugin where the sign-in came from; empty for elsewhere */
export function plainCookie(userid: string, plugin = 'sso'): { readonly Cookie: string } {
  const data = plugin === '' ? '' : `sso=${plugin}`;
  return { Cookie: `plain=${new URLSearchParams({ user: userid, data })}` };
}

export interface Application {
  readonly who: Who;
  readonly sso: HeaderSsoPlugin;
  readonly log: string[];
}

/** An application with the plugin and a {@link plainRememberer}, which ranks behind it unless `first` says otherwise. */
export function application(
  options: Partial<HeaderSsoOptions> = {},
  { first = 'sso', authenticators }: { first?: 'sso' | 'ticket'; authenticators?: readonly ('sso' | 'ticket')[] } = {},
): Application {
  const log: string[] = [];
  const sso = headerSso({ ...shibboleth, rememberer: 'ticket', ...options });
  const order = first === 'sso' ? (['sso', 'ticket'] as const) : (['ticket', 'sso'] as const);
  const who: Who = createWho({
    publicUrl: APP_URL,
    logger: { debug() {}, warn: (message) => log.push(String(message)), error() {} },
    plugins: { sso, ticket: plainRememberer() },
    identifiers: order,
    authenticators: authenticators ?? order,
    challengers: ['sso'],
  });
  return { who, sso, log };
}

export interface Outcome {
  readonly identity: Identity | undefined;
  readonly reply: Reply | undefined;
  /** Cookies of the answer, whoever gives it. */
  readonly cookies: string;
  readonly location: string | undefined;
}

/** What becomes of a request, as an adapter would go about it. */
export async function visit({ who }: Application, request: FakeRequestOptions, status = 200): Promise<Outcome> {
  const api = who.api(fakeRequest(request));
  const identity = await api.authenticate();
  const reply = api.earlyReply;
  const { headers, challenge } = await api.conclude(responseHead(reply?.status ?? status));
  const sent = responseHead(200, [...(reply?.headers ?? challenge?.headers ?? []), ...headers]);
  return {
    identity,
    reply: reply ?? challenge,
    cookies: sent.setCookies.map((cookie) => cookie.split(';')[0]).join(' '),
    location: sent.header('location'),
  };
}
