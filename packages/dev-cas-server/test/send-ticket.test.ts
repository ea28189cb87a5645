import { describe, expect, it } from 'vitest';
import { type Browser, browser, start } from './helpers.js';

const one = 'http://one.example.test/in?a=1';

describe('method', () => {
  const query = (method: string): string => `/login?${new URLSearchParams({ service: one, method })}`;
  const signIn = async (client: Browser): Promise<void> =>
    void (await client.signIn({ username: 'ada', password: 'ada' }));

  it.each(['POST', 'post'])('=%s: a form that posts the ticket', async (method) => {
    const server = await start();
    const client = browser(server);
    await signIn(client);
    const response = await client.get(query(method));
    expect(response.status).toBe(200);
    const policy = response.headers.get('content-security-policy');
    expect(policy).toMatch(/; script-src 'sha256-[^']+'; form-action 'self' http: https:;/);
    const page = await response.text();
    expect(page).toContain(`<form method="post" action="${one}">`);
    expect(page).toContain(`<input type="hidden" name="ticket" value="${server.tickets[0]?.id}">`);
    expect(page).toContain('<button>Go on</button>');
  });

  it('=HEADER: the ticket in the headers', async () => {
    const server = await start();
    const client = browser(server);
    await signIn(client);
    const response = await client.get(query('HEADER'));
    expect([response.status, response.headers.get('location')]).toEqual([200, null]);
    expect(response.headers.get('service')).toBe(one);
    expect(response.headers.get('ticket')).toBe(server.tickets[0]?.id);
    expect(await response.text()).not.toContain(server.tickets[0]?.id);
  });

  it('outlives the form', async () => {
    const client = browser(await start());
    const page = await (await client.get(query('POST'))).text();
    expect(page).toContain('<input type="hidden" name="method" value="POST">');
    const wrong = await client.signIn({ username: 'ada', password: 'x', service: one, method: 'POST' });
    expect(await wrong.text()).toContain('<input type="hidden" name="method" value="POST">');
    const right = await client.signIn({ username: 'ada', password: 'ada', service: one, method: 'POST' });
    expect(await right.text()).toContain('name="ticket"');
    expect(right.headers.getSetCookie()).toHaveLength(1);
  });

  it('is refused when it is unknown', async () => {
    const client = browser(await start());
    expect((await client.get(query('PUT'))).status).toBe(400);
    expect((await client.get(query('GET'))).status).toBe(200);
  });

  it('changes nothing for a gateway that nobody is signed in at', async () => {
    const client = browser(await start());
    expect((await client.get(`${query('POST')}&gateway=true`)).headers.get('location')).toBe(one);
  });
});
