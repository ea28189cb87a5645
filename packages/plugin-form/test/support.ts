import {
  type AnyWhoOptions,
  type Authenticator,
  createWho,
  type Logger,
  PasswordCredentials,
  type Plugins,
  type Reply,
  signInRefusal,
  type Who,
  WhoError,
} from '@who/core';
import { type FakeRequestOptions, fakeRequest, plainRememberer } from '@who/testkit';
import { type FormOptions, form } from '../src/index.js';

export const PASSWORD = 'correct horse battery staple';
export const ALICE: { readonly login: string; readonly password: string } = { login: 'alice', password: PASSWORD };

/** Everybody has the same password. Some accounts are in trouble, whatever it is. */
export const users: Authenticator = {
  authenticate(_exchange, credentials) {
    if (!(credentials instanceof PasswordCredentials)) return undefined;
    const { login, password } = credentials;
    if (login in TROUBLE) throw (TROUBLE[login] as () => Error)();
    return password === PASSWORD ? { userid: login, tokens: ['staff'] } : undefined;
  },
};

const failure = (status: number, code: string, ...headers: [string, string][]): WhoError =>
  new WhoError('Told to.', { status, code, plugin: 'users', headers });

const TROUBLE: Readonly<Record<string, () => Error>> = {
  busy: () => failure(429, 'TOO_MANY', ['Retry-After', '90']),
  'busy for long': () => failure(429, 'TOO_MANY'),
  down: () => failure(503, 'BACKEND_DOWN', ['retry-after', '5'], ['X-Told', 'yes']),
  broken: () => failure(500, 'BACKEND_BROKEN'),
  locked: () => signInRefusal('users', 'ACCOUNT_LOCKED'),
  expired: () => signInRefusal('users', 'PASSWORD_EXPIRED'),
};

export interface Logged extends Logger {
  readonly lines: string[];
}

export function logged(): Logged {
  const lines: string[] = [];
  const write = (level: string) => (message: string) => void lines.push(`${level}: ${message}`);
  return { lines, debug: write('debug'), warn: write('warn'), error: write('error') };
}

export interface Scene extends Partial<Omit<AnyWhoOptions, 'plugins'>> {
  readonly options?: Partial<FormOptions>;
  readonly plugins?: Plugins;
}

/** An engine with a form, a rememberer that everybody can read and write, and the users above. */
export function engine({ options, plugins, ...more }: Scene = {}): Who {
  return createWho({
    publicUrl: 'https://app.example.org',
    plugins: { form: form({ rememberer: 'ticket', ...options }), ticket: plainRememberer(), users, ...plugins },
    identifiers: ['form', 'ticket'],
    authenticators: ['ticket', 'users'],
    challengers: ['form'],
    logger: logged(),
    ...more,
  } as never);
}

/** The answer in the application's place, with its headers by lower-case names. */
export interface Answer extends Pick<Reply, 'status'> {
  readonly body: string;
  header(name: string): string | undefined;
  readonly cookies: readonly string[];
}

export async function ask(who: Who, request: FakeRequestOptions): Promise<Answer | undefined> {
  const api = who.api(fakeRequest(request));
  await api.authenticate();
  return api.earlyReply && answerOf(api.earlyReply);
}

export function answerOf({ status, headers = [], body = '' }: Reply): Answer {
  const values = (name: string): string[] =>
    headers.filter(([given]) => given.toLowerCase() === name).map(([, value]) => value);
  return {
    status,
    body: String(body),
    header: (name) => (values(name).length === 0 ? undefined : values(name).join(', ')),
    cookies: values('set-cookie'),
  };
}

export const OWN = { 'Sec-Fetch-Site': 'same-origin', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' };
export const FORM_TYPE = 'application/x-www-form-urlencoded';

/** A form as a browser sends it. */
export function posted(
  fields: Readonly<Record<string, string>> | string,
  { url = '/login', headers = {}, ...more }: FakeRequestOptions = {},
): FakeRequestOptions {
  const body = typeof fields === 'string' ? fields : new URLSearchParams(fields).toString();
  return { method: 'POST', url, headers: { 'Content-Type': FORM_TYPE, ...OWN, ...headers }, body, ...more };
}

/** JSON as a script of the application's own page sends it. */
export function json(value: unknown, { headers = {}, ...more }: FakeRequestOptions = {}): FakeRequestOptions {
  const body = typeof value === 'string' ? value : JSON.stringify(value);
  const fetched = { 'Sec-Fetch-Site': 'same-origin', 'Sec-Fetch-Mode': 'cors', 'Sec-Fetch-Dest': 'empty' };
  const all = { Accept: '*/*', 'Content-Type': 'application/json', ...fetched, ...headers };
  return { method: 'POST', url: '/login', headers: all, body, ...more };
}

/** The value of an attribute of an element in a page, as a browser reads it. */
export function attribute(page: string, element: RegExp, name: string): string | undefined {
  const [tag = ''] = element.exec(page) ?? [];
  const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  return new RegExp(` ${name}="([^"]*)"`)
    .exec(tag)?.[1]
    ?.replace(/&(amp|lt|gt|quot|#39);/g, (_, entity) => entities[entity] ?? '');
}

export const cameFromIn = (page: string): string | undefined =>
  attribute(page, /<input[^>]*name="came_from"[^>]*>/, 'value');
export const actionIn = (page: string): string | undefined => attribute(page, /<form[^>]*>/, 'action');
