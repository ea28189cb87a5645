/** A client that keeps cookies and follows nothing by itself: each step of a sign-in can be looked at. */
export interface Client {
  readonly cookies: Map<string, string>;
  get(url: string, headers?: Record<string, string>): Promise<Response>;
  post(url: string, form: Record<string, string>, headers?: Record<string, string>): Promise<Response>;
}

/** What a browser sends with a page load. */
export const pageLoad: Record<string, string> = {
  Accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  'Sec-Fetch-Mode': 'navigate',
};

export function createClient(): Client {
  const cookies = new Map<string, string>();

  async function send(url: string, init: RequestInit & { headers: Record<string, string> }): Promise<Response> {
    const sent = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, {
      redirect: 'manual',
      ...init,
      headers: { ...init.headers, ...(sent ? { Cookie: sent } : {}) },
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '' || /max-age=0|expires=Thu, 01 Jan 1970/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  }

  return {
    cookies,
    get: (url, headers = pageLoad) => send(url, { headers }),
    post: (url, form, headers = pageLoad) => send(url, { method: 'POST', headers, body: new URLSearchParams(form) }),
  };
}
