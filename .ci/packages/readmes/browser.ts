import { once } from 'node:events';
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Where a redirect leads. */
  readonly location: string;
}

/** Somebody who keeps cookies, and follows no redirect unasked. */
export interface Browser {
  /** Opens a page, as by a click. */
  open(path: string, headers?: Headers): Promise<Answer>;
  /** Sends a form: of the application's own, or of another site (`cross-site`). */
  send(path: string, form?: Form, from?: string): Promise<Answer>;
  readonly cookies: ReadonlyMap<string, string>;
}

/** By `node:http`: the `fetch` of Node says itself what `Sec-Fetch-Mode` is, and is never a page load. */
export function browser(origin: string): Browser {
  const cookies = new Map<string, string>();
  const ask = async (method: string, path: string, headers: Headers, form?: Form): Promise<Answer> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const type = form && { 'Content-Type': 'application/x-www-form-urlencoded' };
    const all = { Accept: 'text/html', ...(cookie && { Cookie: cookie }), ...type, ...headers };
    const options = { method, headers: all, signal: AbortSignal.timeout(60_000) };
    const asked = request(new URL(path, origin), options).end(form && `${new URLSearchParams(form)}`);
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    for (const line of response.headers['set-cookie'] ?? []) {
      const [, name = '', value = ''] = line.match(/^([^=]+)=([^;]*)/) ?? [];
      if (value === '' || /; *max-age=0/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    const { statusCode: status = 0, headers: got } = response;
    return { status, headers: got, body: await text(response), location: below(got.location ?? '') };
  };
  return {
    cookies,
    open: (path, headers = {}) => ask('GET', path, { ...navigation('none'), ...headers }),
    send: (path, form = {}, from = 'same-origin') => ask('POST', path, navigation(from), form),
  };
}

type Headers = Readonly<Record<string, string>>;
type Form = Readonly<Record<string, string>>;

const navigation = (site: string) => ({
  'Sec-Fetch-Site': site,
  'Sec-Fetch-Mode': 'navigate',
  'Sec-Fetch-Dest': 'document',
});

/** Below the public URL that programs in READMEs give, which is not where they listen. */
function below(location: string): string {
  return location.replace(/^http:\/\/localhost:(?:3000|8080)(?=\/)/, '');
}
