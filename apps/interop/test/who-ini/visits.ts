import { randomUUID } from 'node:crypto';

/** An application, in Node or in Python, that a who.ini configures. */
export interface Side {
  readonly url: string;
}

/** What an answer comes to, however its addresses are written. */
export interface Seen {
  readonly status: number;
  /** Where it leads: path, and the path in `came_from` or `service`. */
  readonly to?: string | undefined;
  readonly asks?: string | undefined;
  readonly user?: string | null | undefined;
}

export interface Visit {
  readonly title: string;
  see(side: Side): Promise<Seen>;
}

const HTML = { accept: 'text/html' };
export const PERSON = { login: 'chrism', password: 'chrism' };
const FORM = 'application/x-www-form-urlencoded';

const basic = (password: string): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(`${PERSON.login}:${password}`).toString('base64')}`,
});

export async function visit(side: Side, path: string, init: RequestInit = {}): Promise<Response> {
  // A connection of its own: nothing is left behind of the visit before.
  const headers = { connection: 'close', ...(init.headers as Record<string, string>) };
  return fetch(side.url + path, { redirect: 'manual', ...init, headers });
}

export async function whoami(side: Side, headers: Record<string, string> = {}): Promise<string | null> {
  const response = await visit(side, '/whoami', { headers: { ...HTML, ...headers } });
  return ((await response.json()) as { remoteUser: string | null }).remoteUser;
}

/** The cookies that an answer leaves, as a browser sends them: those that are cleared are none. */
export function cookiesOf(response: Response, name: string): string {
  const values = response.headers.getSetCookie().flatMap((line) => {
    const [pair = '', ...attributes] = line.split(';');
    const isGone = attributes.some((one) => /^\s*(?:max-age=0|expires=.*(?:1970|2010))/i.test(one));
    return pair.startsWith(`${name}=`) && !isGone ? [pair] : [];
  });
  return values[0] ?? '';
}

async function seen(side: Side, response: Response): Promise<Seen> {
  const location = response.headers.get('location');
  const there = location === null ? undefined : new URL(location, side.url);
  const origin = there?.searchParams.get('came_from') ?? undefined;
  const back =
    origin === undefined ? '' : ` came_from ${new URL(origin, side.url).pathname + new URL(origin, side.url).search}`;
  const reason = there?.searchParams.get('why');
  await response.arrayBuffer();
  return {
    status: response.status,
    ...(there && {
      to:
        there.pathname +
        back +
        (there.searchParams.has('service') ? ' service' : '') +
        (reason ? ` why ${reason}` : ''),
    }),
    ...(response.headers.has('www-authenticate') && {
      asks: response.headers.get('www-authenticate')?.replace(', charset="UTF-8"', '') ?? '',
    }),
  };
}

const at = (title: string, path: string, init: RequestInit): Visit => ({
  title: `${title} at ${path}`,
  see: async (side) => seen(side, await visit(side, path, init)),
});

/** What somebody without a sign-in, or with a password, sees. @param cookieName of tickets */
export function visits(cookieName: string): readonly Visit[] {
  const signIn = (side: Side, password: string): Promise<Response> =>
    visit(side, '/login', {
      method: 'POST',
      headers: { ...HTML, 'content-type': FORM },
      body: new URLSearchParams({ login: PERSON.login, password, came_from: '/private' }).toString(),
    });
  return [
    at('a browser', '/', { headers: HTML }),
    at('a browser', '/private', { headers: HTML }),
    at('a browser', '/private?a=b&c=%20d', { headers: HTML }),
    at('a program', '/private', { headers: { accept: 'application/json' } }),
    at('a WebDAV client', '/private', { method: 'PROPFIND' }),
    at('a WebDAV client by its name', '/private', { headers: { 'user-agent': 'davlib/1.0' } }),
    at('a POST of XML', '/private', { method: 'POST', headers: { 'content-type': 'text/xml' }, body: '<x/>' }),
    at('a forged ticket', '/private', { headers: { ...HTML, cookie: `${cookieName}=${'0'.repeat(40)}chrism!` } }),
    at('rubbish for a ticket', '/private', { headers: { ...HTML, cookie: `${cookieName}=${randomUUID()}` } }),
    ...['chrism', 'wrong', ''].map(
      (password): Visit => ({
        title: `Basic, ${JSON.stringify(password)}`,
        see: async (side) => ({ status: 200, user: await whoami(side, basic(password)) }),
      }),
    ),
    {
      title: 'Basic by a WebDAV client',
      see: async (side) => seen(side, await visit(side, '/private', { method: 'PROPFIND', headers: basic('chrism') })),
    },
    { title: 'a wrong password in the form', see: async (side) => seen(side, await signIn(side, 'wrong')) },
    {
      title: 'a password in the form',
      async see(side) {
        const response = await signIn(side, PERSON.password);
        const cookie = cookiesOf(response, cookieName);
        return { ...(await seen(side, response)), user: cookie === '' ? undefined : await whoami(side, { cookie }) };
      },
    },
    {
      title: 'a sign-out',
      async see(side) {
        const cookie = cookiesOf(await signIn(side, PERSON.password), cookieName);
        const response = await visit(side, '/logout', {
          method: 'POST',
          headers: { ...HTML, 'content-type': FORM, cookie },
        });
        return {
          ...(await seen(side, response)),
          user: await whoami(side, { cookie: cookiesOf(response, cookieName) }),
        };
      },
    },
  ];
}

/** Signs in by the form. @returns the cookie, empty where there is none */
export async function cookieFrom(side: Side, cookieName: string): Promise<string> {
  const body = new URLSearchParams({ login: PERSON.login, password: PERSON.password, came_from: '/' }).toString();
  const response = await visit(side, '/login', { method: 'POST', headers: { ...HTML, 'content-type': FORM }, body });
  return cookiesOf(response, cookieName);
}
