import { describe, expect, it } from 'vitest';
import { browser, fakeClock, hidden, start, ticketIn } from './helpers.js';

const service = 'http://app.example.test/in?a=1';

describe('GET /login', () => {
  it('shows a form', async () => {
    const response = await browser(await start()).get(`/login?service=${encodeURIComponent(service)}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const page = await response.text();
    expect(hidden(page, 'service')).toBe(service);
    expect(hidden(page, 'execution')).toMatch(/^LT-[0-9a-f]{40}$/);
    expect(page).toContain('<td>zoe</td><td>zoe</td>');
  });

  it('shows no accounts when told so, and ten at most', async () => {
    const quiet = await browser(await start({ showAccounts: false })).get('/login');
    expect(await quiet.text()).not.toContain('<table');
    const users = Array.from({ length: 12 }, (_, index) => ({ userid: `u${index}`, password: 'x' }));
    const many = await browser(await start({ users })).get('/login');
    expect((await many.text()).match(/<td>u\d+<\/td>/g)).toHaveLength(10);
  });

  it('goes straight on when somebody is signed in, with a ticket that is not from a new login', async () => {
    const server = await start();
    const client = browser(server);
    await client.signIn({ username: 'ada', password: 'ada' });
    const response = await client.get(`/login?service=${encodeURIComponent(service)}`);
    expect(response.status).toBe(302);
    expect(ticketIn(response)).toBe(server.tickets.at(-1)?.id);
    expect(server.tickets.at(-1)).toMatchObject({ service, userid: 'ada', fromNewLogin: false });
  });

  it('asks for the password all the same with renew=true, and only with that', async () => {
    const client = browser(await start());
    await client.signIn({ username: 'ada', password: 'ada' });
    const query = `/login?service=${encodeURIComponent(service)}`;
    expect((await client.get(`${query}&renew=true`)).status).toBe(200);
    expect((await client.get(`${query}&renew=true&gateway=true`)).status).toBe(200);
    expect((await client.get(`${query}&renew=false`)).status).toBe(302);
  });

  it('answers a gateway request without asking', async () => {
    const client = browser(await start());
    const query = `/login?gateway=true&service=${encodeURIComponent(service)}`;
    expect((await client.get(query)).headers.get('location')).toBe(service);
    await client.signIn({ username: 'ada', password: 'ada' });
    expect(ticketIn(await client.get(query))).toMatch(/^ST-/);
    expect((await client.get('/login?gateway=true&renew=true')).status).toBe(200);
  });

  it('says who is signed in when there is no service', async () => {
    const client = browser(await start());
    await client.signIn({ username: 'zoe', password: 'zoe' });
    expect(await (await client.get('/login')).text()).toContain('as <strong>zoe</strong>');
  });

  it.each([
    ['javascript:alert(1)', 400],
    ['//app.example.test/', 400],
    ['/relative', 400],
    ['http://', 400],
    ['http://app.example.test/\r\nSet-Cookie: a=b', 400],
    [' http://app.example.test/', 400],
    ['ftp://app.example.test/', 400],
    ['http://other.example.test/', 403],
  ])('refuses the service %j with %i', async (bad, status) => {
    const server = await start({ serviceAllowed: ({ host }) => host === 'app.example.test' });
    const client = browser(server);
    expect((await client.get(`/login?service=${encodeURIComponent(bad)}`)).status).toBe(status);
    expect((await client.signIn({ username: 'ada', password: 'ada', service: bad })).status).toBe(status);
    expect(server.tickets).toEqual([]);
  });

  it('refuses a parameter that is there twice', async () => {
    const response = await browser(await start()).get('/login?service=http://a.test/&service=http://b.test/');
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('The parameter &quot;service&quot; may be there only once.');
  });
});

describe('POST /login', () => {
  it('signs in, and sends the browser to the service with a ticket', async () => {
    const server = await start();
    const client = browser(server);
    const response = await client.signIn({ username: 'ada', password: 'ada', service });
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe(`${service}&ticket=${server.tickets[0]?.id}`);
    expect(response.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^TGC=TGC-[0-9a-f]{40}; Path=\/cas; HttpOnly; SameSite=Lax$/),
    ]);
    expect(server.tickets[0]).toMatchObject({ userid: 'ada', fromNewLogin: true });
  });

  it('goes to a page of its own when there is no service', async () => {
    const response = await browser(await start()).signIn({ username: 'ada', password: 'ada' });
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe('/cas/login');
  });

  it('gives a cookie to the whole host when there is no base path', async () => {
    const response = await browser(await start({ basePath: '/' })).signIn({ username: 'ada', password: 'ada' });
    expect(response.headers.getSetCookie()[0]).toContain('; Path=/;');
  });

  it.each([
    ['ada', 'wrong'],
    ['ada', ''],
    ['nobody', 'ada'],
    ['', ''],
    ['__proto__', 'ada'],
    ['<i>"', 'ada'],
  ])('refuses %j with password %j, and keeps the name', async (username, password) => {
    const server = await start();
    const client = browser(server);
    const response = await client.signIn({ username, password, service });
    expect(response.status).toBe(401);
    expect(response.headers.getSetCookie()).toEqual([]);
    const page = await response.text();
    expect(page).toContain('role="alert">The user name or the password is wrong.');
    expect(page).toContain(`value="${username.replace('<i>"', '&lt;i&gt;&quot;')}" autocomplete="username"`);
    expect(hidden(page, 'service')).toBe(service);
    expect(server.tickets).toEqual([]);
  });

  it('takes each form once, and none that it did not make', async () => {
    const client = browser(await start());
    const execution = hidden(await (await client.get('/login')).text(), 'execution');
    const body = new URLSearchParams({ username: 'ada', password: 'ada', execution });
    expect((await client.get('/login', { method: 'POST', body })).status).toBe(303);
    const again = await client.get('/login', { method: 'POST', body });
    expect(again.status).toBe(403);
    expect(await again.text()).toContain('too old or was sent twice');
    for (const made of ['', 'LT-1']) {
      expect((await client.signIn({ username: 'ada', password: 'ada', execution: made })).status).toBe(403);
    }
  });

  it('refuses a form that is too old', async () => {
    const clock = fakeClock();
    const client = browser(await start({ now: clock.now }));
    const execution = hidden(await (await client.get('/login')).text(), 'execution');
    clock.advanceSeconds(601);
    expect((await client.signIn({ username: 'ada', password: 'ada', execution })).status).toBe(403);
  });

  it('makes a new cookie at each sign-in, and forgets the old one', async () => {
    const client = browser(await start());
    await client.signIn({ username: 'ada', password: 'ada' });
    const first = client.cookie;
    await client.signIn({ username: 'ada', password: 'ada' }, '?renew=true');
    expect(client.cookie).not.toBe(first);
    client.cookie = first;
    expect(await (await client.get('/login')).text()).toContain('<form');
  });

  it('signs the earlier user out when another one signs in', async () => {
    const server = await start();
    const client = browser(server);
    await client.signIn({ username: 'ada', password: 'ada' });
    const first = client.cookie;
    await client.signIn({ username: 'bob', password: 'bob' }, '?renew=true');
    expect(await (await client.get('/login')).text()).toContain('<strong>bob</strong>');
    client.cookie = first;
    expect(await (await client.get('/login')).text()).toContain('<form');
  });

  it('keeps a browser signed in for the lifetime of a session', async () => {
    const clock = fakeClock();
    const client = browser(await start({ now: clock.now, sessionLifetimeSeconds: 100 }));
    await client.signIn({ username: 'ada', password: 'ada' });
    clock.advanceSeconds(100);
    expect(await (await client.get('/login')).text()).toContain('<strong>ada</strong>');
    clock.advanceSeconds(1);
    expect(await (await client.get('/login')).text()).toContain('<form');
  });

  it('does not mix a hundred browsers that sign in at once', async () => {
    const users = Array.from({ length: 100 }, (_, index) => ({ userid: `user${index}`, password: `secret${index}` }));
    const server = await start({ users });
    const answers = await Promise.all(
      users.map(async ({ userid, password }) => {
        const to = `http://app.example.test/${userid}`;
        const ticket = ticketIn(await browser(server).signIn({ username: userid, password, service: to }));
        const query = new URLSearchParams({ service: to, ticket });
        return (await fetch(`${server.url}/validate?${query}`)).text();
      }),
    );
    expect(answers).toEqual(users.map(({ userid }) => `yes\n${userid}\n`));
  });
});
