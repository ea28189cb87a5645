import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';

/** An answer, with its body read. */
export interface Answer {
  readonly status: number;
  /** Of a repeated header, all values joined by `, `. */
  header(name: string): string | undefined;
  readonly setCookies: readonly string[];
  readonly body: string;
}

/** A client that keeps cookies and follows nothing by itself: each step of a sign-in can be looked at. */
export interface Client {
  readonly cookies: Map<string, string>;
  get(url: string, headers?: Record<string, string>): Promise<Answer>;
  head(url: string): Promise<Answer>;
  post(url: string, form: Record<string, string>, headers?: Record<string, string>): Promise<Answer>;
}

/** What a browser sends with a page load. `fetch` cannot: it always says that it is one. */
const pageLoad: Record<string, string> = {
  Accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  'Sec-Fetch-Mode': 'navigate',
};

export function createClient(): Client {
  const cookies = new Map<string, string>();

  async function send(method: string, url: string, headers: Record<string, string>, body = ''): Promise<Answer> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const outgoing = request(url, { method, headers: { ...headers, ...(cookie ? { cookie } : {}) } });
    outgoing.end(body);
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
    const setCookies = response.headers['set-cookie'] ?? [];
    for (const line of setCookies) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/; *(?:max-age=0|expires=Thu, 01 Jan 1970)/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return {
      status: response.statusCode ?? 0,
      header: (name) => response.headersDistinct[name]?.join(', '),
      setCookies,
      body: await text(response),
    };
  }

  return {
    cookies,
    get: (url, headers = pageLoad) => send('GET', url, headers),
    head: (url) => send('HEAD', url, pageLoad),
    post: (url, form, headers = pageLoad) =>
      send(
        'POST',
        url,
        { ...headers, 'Content-Type': 'application/x-www-form-urlencoded' },
        new URLSearchParams(form).toString(),
      ),
  };
}
