/** What came back. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
  /** Where a redirect leads. */
  readonly location: string;
}

/** Somebody who keeps cookies, and follows no redirect unasked. */
export interface Browser {
  /** Opens a page, as by a click. */
  open(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** Sends a form: of the application's own, or of another site (`cross-site`). */
  send(path: string, form?: Readonly<Record<string, string>>, from?: string): Promise<Answer>;
  readonly cookies: ReadonlyMap<string, string>;
}

export function browser(origin: string): Browser {
  const cookies = new Map<string, string>();
  const ask = async (path: string, { headers, ...init }: RequestInit): Promise<Answer> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(new URL(path, origin), {
      ...init,
      headers: { Accept: 'text/html', ...(cookie && { Cookie: cookie }), ...(headers as Record<string, string>) },
      redirect: 'manual',
      signal: AbortSignal.timeout(60_000),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = line.match(/^([^=]+)=([^;]*)/) ?? [];
      if (value === '' || /; *max-age=0/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    const { status } = response;
    return { status, headers: response.headers, body: await response.text(), location: locationOf(response) };
  };
  return {
    cookies,
    open: (path, headers = {}) => ask(path, { headers: { ...navigation('none'), ...headers } }),
    send: (path, form = {}, from = 'same-origin') =>
      ask(path, { method: 'POST', headers: navigation(from), body: new URLSearchParams(form) }),
  };
}

const navigation = (site: string) => ({
  'Sec-Fetch-Site': site,
  'Sec-Fetch-Mode': 'navigate',
  'Sec-Fetch-Dest': 'document',
});

/** Below the public URL that programs in READMEs give, which is not where they listen. */
function locationOf({ headers }: Response): string {
  return (headers.get('location') ?? '').replace(/^http:\/\/localhost:(?:3000|8080)(?=\/)/, '');
}
