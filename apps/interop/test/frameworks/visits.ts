import { type TestBrowser, type TestBrowserOptions, testBrowser } from '@who/testkit';
import { expect, it } from 'vitest';

const ALICE = { login: 'alice', password: 'wonderland' };

/**
 * What people and programs meet at every application of the folder `applications`.
 *
 * @param start starts the application, and says where it is
 */
export function testVisits(start: () => Promise<string>, options: Pick<TestBrowserOptions, 'connection'> = {}): void {
  const open = async (program = false): Promise<TestBrowser> =>
    testBrowser({ ...options, baseUrl: await start(), program });

  it('greets a stranger, and leads one who asks for more to the login page', async () => {
    const browser = await open();
    expect((await browser.get('/')).body).toContain('Hello stranger');
    const page = await browser.get('/private');
    expect([page.status, page.url.pathname + page.url.search]).toEqual([200, '/login?came_from=%2Fprivate']);
    expect(page.header('content-type')).toMatch(/^text\/html/);
    expect(page.body).toContain('<form method="post">');
    expect(page.via.map(({ status }) => status)).toEqual([302]);
  });

  it('knows who has signed in, until they sign out', async () => {
    const browser = await open();
    await browser.get('/login');
    const page = await browser.post('/login', ALICE);
    expect([page.url.pathname, page.status]).toEqual(['/private', 200]);
    expect(page.body).toContain('For alice');
    expect((await browser.get('/')).body).toContain('Hello alice');
    expect((await browser.post('/logout', {})).body).toContain('Hello stranger');
    expect((await browser.get('/private')).url.pathname).toBe('/login');
  });

  it('knows nobody by a wrong password, or by a form that another site sends', async () => {
    const browser = await open();
    expect((await browser.post('/login', { ...ALICE, password: 'looking-glass' })).url.search).toBe('?again');
    const from = 'http://evil.example.org/';
    expect((await browser.visit('/login', { method: 'POST', body: ALICE, from })).status).toBe(403);
    expect((await browser.get('/')).body).toContain('Hello stranger');
  });

  it('shows a guarded page to no stranger, however its address is spelled', async () => {
    const program = await open(true);
    const { origin } = (await program.get('/')).url;
    for (const path of ['/private?', '/private/', '//private', '/PRIVATE', '/%70rivate', '/private%2F', '/private;a']) {
      expect([path, (await program.get(origin + path)).body]).not.toEqual([path, expect.stringContaining('For ')]);
    }
  });

  it('asks programs for a password', async () => {
    const program = await open(true);
    const page = await program.get('/private');
    expect([page.status, page.header('www-authenticate')]).toEqual([401, 'Basic realm="Example", charset="UTF-8"']);
    const authorization = `Basic ${btoa(`${ALICE.login}:${ALICE.password}`)}`;
    expect((await program.get('/private', { Authorization: authorization })).body).toContain('For alice');
  });
}

/** The cookies of a browser that has signed in. */
export async function ticketOf(url: string): Promise<string> {
  const browser = testBrowser({ baseUrl: url });
  await browser.post('/login', ALICE);
  return browser.cookies.getCookieString(url);
}
