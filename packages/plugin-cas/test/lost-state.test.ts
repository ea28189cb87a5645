import { describe, expect, it } from 'vitest';
import {
  type Answer,
  APP_URL,
  type ApplicationOptions,
  application,
  type Browser,
  browser,
  success,
} from './support.js';

const fetch = async (): Promise<Response> => new Response(success('u'));

/** An application whose browser has begun a sign-in, and what the log says once it comes back. */
async function begun(options: ApplicationOptions = {}, headers: Readonly<Record<string, string>> = {}) {
  const app = application({ fetch, ...options });
  const tab = browser(app);
  const { location } = await tab.visit('/login/cas?came_from=/private', { headers });
  const service = new URL(location.searchParams.get('service') ?? '');
  return {
    app,
    tab,
    service,
    back: (from: Browser = tab, more: Readonly<Record<string, string>> = {}): Promise<Answer> =>
      from.visit(`${service.pathname}${service.search}&ticket=ST-1`, { headers: { host: 'app.example.org', ...more } }),
  };
}

/** The only link of an error page, and the code. */
const linkIn = ({ body }: Answer): string => (/href="([^"]*)"/.exec(body)?.[1] ?? '').replaceAll('&#38;', '&');
const codeIn = ({ body }: Answer): string | undefined => /CAS_[A-Z_]+/.exec(body)?.[0];

describe('the log says in one line why a state is lost', () => {
  const reason = (text: string): unknown => [expect.stringMatching(text)];

  it('the browser keeps no cookies', async () => {
    const { app, tab, back } = await begun();
    tab.jar.clear();
    expect(codeIn(await back())).toBe('CAS_STATE_MISSING');
    expect(app.warnings).toEqual(
      reason('Refused at "/login/cas": CAS_STATE_MISSING, because the browser sent no cookie'),
    );
  });

  it('it began at a Host that is no public one', async () => {
    const { app, tab, back } = await begun({}, { host: 'www.app.example.org' });
    tab.jar.clear();
    await back();
    expect(app.warnings).toEqual(reason(`Host that is not in "publicUrl".* did not come to ${APP_URL}`));
  });

  it('but not where a proxy sets another Host in any case', async () => {
    const { app, tab, back } = await begun({}, { host: '127.0.0.1:3000' });
    tab.jar.clear();
    await back(tab, { host: '127.0.0.1:3000' });
    expect(app.warnings).toEqual(reason('the browser sent no cookie'));
  });

  it('another process has another secret', async () => {
    const { tab, back } = await begun();
    const other = application({ fetch, stateSecrets: undefined });
    const there = browser(other);
    for (const [name, value] of tab.jar) there.jar.set(name, value);
    expect(codeIn(await back(there))).toBe('CAS_STATE_MISSING');
    expect(other.warnings).toEqual(reason('signed with another secret: .*"stateSecrets"'));
  });

  it('it took too long, whether or not the browser still has the cookie', async () => {
    const { app, tab, back } = await begun({ stateMaxAgeSeconds: 60 });
    app.clock.advance(60_000);
    expect(codeIn(await back())).toBe('CAS_STATE_INVALID');
    tab.jar.clear();
    expect(codeIn(await back())).toBe('CAS_STATE_INVALID');
    expect(app.warnings).toEqual([1, 2].map(() => expect.stringContaining('"stateMaxAgeSeconds", 60')));
  });

  it('it has been used already', async () => {
    const { app, tab, back } = await begun();
    await back();
    tab.jar.delete('plain');
    await tab.depart();
    await back();
    expect(app.warnings).toEqual(reason('its cookie is gone: it has been used already'));
  });

  it('there is none: nobody asked for this ticket', async () => {
    const { app, tab } = await begun();
    await tab.visit('/login/cas?ticket=ST-1');
    expect(app.warnings).toEqual(reason('acceptUnsolicited'));
  });

  it.each(['x', '%0A[error]%20forged', 'a&who_state=b'])('the address is made up: %s', async (text) => {
    const { app, tab } = await begun();
    await tab.visit(`/login/cas?who_state=${text}&ticket=ST-1-secret`);
    expect(app.warnings).toEqual(reason('^[^\n]*the address is not one that this plugin has made.$'));
    expect(app.warnings[0]).not.toMatch(/forged|secret/);
  });
});

describe('a sign-in whose state is lost', () => {
  it('may be tried once more, and works', async () => {
    const { tab, back } = await begun();
    tab.jar.clear();
    const link = linkIn(await back());
    expect(link).toBe(`${APP_URL}/login/cas?came_from=%2F&again=1`);
    const { pathname, search } = new URL(link);
    const asked = await tab.visit(pathname + search);
    const service = new URL(asked.location.searchParams.get('service') ?? '');
    expect((await tab.arrive(service)).location.href).toBe(`${APP_URL}/`);
    expect((await tab.visit('/')).body).toBe('u');
  });

  it('is not tried again and again', async () => {
    const { tab } = await begun();
    const asked = await tab.visit('/login/cas?came_from=/&again=1');
    const service = new URL(asked.location.searchParams.get('service') ?? '');
    tab.jar.clear();
    const refused = await tab.arrive(service);
    expect(codeIn(refused)).toBe('CAS_STATE_MISSING');
    expect(linkIn(refused)).toBe(`${APP_URL}/`);
    expect(refused.body).toContain('Allow cookies');
  });

  it('leads who is signed in to the front page', async () => {
    const { app, tab, back } = await begun();
    await back();
    expect((await back()).location.href).toBe(`${APP_URL}/`);
    expect(tab.jar.has('plain')).toBe(true);
    expect(app.warnings).toEqual([]);
  });
});

describe('a gateway attempt whose state is lost', () => {
  const gateway = { policies: [{ path: '/', ask: 'gateway' as const }] };

  /** Follows redirects as a client that keeps no cookies, past CAS, which sends it back with `answer`. */
  async function crawl(url: string, answer: string, options: ApplicationOptions = {}) {
    const app = application({ fetch, ...gateway, ...options });
    const visited: string[] = [];
    for (let next = url; visited.length < 10; ) {
      const client = browser(app);
      visited.push(next);
      const page = await client.visit(next, { headers: { accept: 'text/html' } });
      if (page.status !== 302) return { app, page, visited };
      const service = page.location.searchParams.get('service');
      const { pathname, search } = service === null ? page.location : new URL(service + answer);
      next = pathname + search;
    }
    return expect.unreachable(`a loop: ${visited.join(' ')}`);
  }

  it.each(['', '&ticket=ST-1'])('shows the page to a stranger, without a loop (%j)', async (answer) => {
    const { app, page, visited } = await crawl('/wiki/a%20b?x=%2F&y', answer);
    expect(page).toMatchObject({ status: 200, body: 'nobody' });
    expect(visited).toHaveLength(3);
    expect(visited.at(-1)).toBe('/wiki/a%20b?x=%2F&y&who_gateway=1');
    expect(app.warnings).toEqual([]);
  });

  it('shows the front page where the address of the page is too long to go along', async () => {
    const { page, visited } = await crawl(`/${'x'.repeat(600)}`, '');
    expect(page.status).toBe(200);
    expect(visited.at(-1)).toBe('/?who_gateway=1');
  });

  it('is told where the browser keeps cookies', async () => {
    const app = application({ fetch, ...gateway });
    const other = application({ fetch, ...gateway, stateSecrets: undefined });
    const [here, there] = [browser(app), browser(other)];
    const asked = await here.visit('/page', { headers: { accept: 'text/html' } });
    for (const [name, value] of here.jar) there.jar.set(name, value);
    const service = new URL(asked.location.searchParams.get('service') ?? '');
    const answer = await there.arrive(service);
    expect(answer.location.href).toBe(`${APP_URL}/page?who_gateway=1`);
    expect(other.warnings).toEqual([expect.stringMatching(/another secret.*shown to a stranger/)]);
  });
});
