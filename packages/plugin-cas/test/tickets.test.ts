import { describe, expect, it } from 'vitest';
import { fakeCas, pageWith } from './fake-cas.js';
import {
  type Answer,
  APP_URL,
  application,
  browser,
  CAS_URL,
  failure,
  fixture,
  serviceOf,
  success,
} from './support.js';

const server = fakeCas();

function expectPrivate(answer: Answer): void {
  expect(answer.header('cache-control')).toBe('no-store');
  expect(answer.header('referrer-policy')).toBe('no-referrer');
}

describe('tickets', () => {
  it.each([
    '',
    'ST-',
    'PT-1',
    'PGT-1',
    'st-1',
    'ST-1%20',
    'ST-1%0d%0aSet-Cookie:%20a=b',
    'ST-1%26service=https://evil.example',
    'ST-%00',
    'ST-%C3%AB',
    'ST-1/../../logout',
    `ST-${'x'.repeat(254)}`,
    'ST-1&ticket=ST-2',
  ])('%j is refused without asking CAS', async (ticket) => {
    const tab = browser(application());
    expect(await tab.arrive(await tab.depart(), ticket)).toEqual(pageWith('CAS_TICKET_INVALID', 400));
    expect(server.asked).toEqual([]);
  });

  it('may have 256 characters', async () => {
    const ticket = `ST-${'x'.repeat(253)}`;
    server.answers = { [ticket]: success('u') };
    const tab = browser(application());
    expect((await tab.arrive(await tab.depart(), ticket)).status).toBe(302);
  });

  const JWT = `eyJhbGciOiJIUzUxMiJ9.${'eyJ-_9'.repeat(150)}.c2lnbmF0dXJl`;

  it.each<[string, RegExp]>([
    [JWT, /[\w-]+(\.[\w-]+){2,4}/],
    ['ST-1-abc-cas01.example.org:8443', /[SP]T-[\w.:-]+/],
    ['ST-1&evil=<"\'>', /.*/s],
  ])('look like what the pattern says, and are asked about to the letter: %s', async (ticket, ticketPattern) => {
    server.answers = { [ticket]: success('u') };
    const tab = browser(application({ ticketPattern }));
    const service = await tab.depart();
    expect((await tab.arrive(service, encodeURIComponent(ticket))).status).toBe(302);
    expect((await tab.visit('/')).body).toBe('u');
    expect(server.asked.map(({ searchParams }) => [...searchParams.entries()])).toEqual([
      [
        ['service', service.href],
        ['ticket', ticket],
      ],
    ]);
  });

  it.each([
    [JWT.replace('.', ','), /[\w-]+(\.[\w-]+){2,4}/],
    [`${JWT}.`, /[\w-]+(\.[\w-]+){2,4}/],
    ['ST-1', /\w{4}|PT-1/],
    ['PT-1', /[SP]T-1/],
    ['ST-1 2', /.*/],
    ['ST-\n', /.*/s],
    ['ST-ë', /.*/],
    ['', /.*/],
    ['x'.repeat(8193), /.*/],
    ['ST-1&ticket=ST-1', /ST-1/],
  ])('that do not are refused, and so are those of proxies: %j', async (ticket, ticketPattern) => {
    const tab = browser(application({ ticketPattern }));
    const service = await tab.depart();
    const sent = ticket.includes('&') ? ticket : encodeURIComponent(ticket);
    expect(await tab.arrive(service, sent)).toEqual(pageWith('CAS_TICKET_INVALID', 400));
    expect(server.asked).toEqual([]);
  });

  it('are missed where CAS sends none', async () => {
    const tab = browser(application());
    const { pathname, search } = await tab.depart();
    expect(await tab.visit(pathname + search)).toEqual(pageWith('CAS_TICKET_MISSING'));
  });

  it('of proxies are refused', async () => {
    server.answers = { 'ST-1': fixture('proxyValidate.ok') };
    const tab = browser(application());
    expect(await tab.arrive(await tab.depart())).toEqual(pageWith('CAS_PROXY_REFUSED'));
    expect(tab.jar.size).toBe(0);
  });

  it('that are refused lead to CAS once more, then to a page with a way out', async () => {
    const app = application();
    const tab = browser(app);
    const first = await tab.arrive(await tab.depart('/private?a="<b>'));
    expect(first.location.href).toMatch(`${CAS_URL}/login?`);
    const second = await tab.arrive(serviceOf(first));
    expect(second).toEqual(pageWith('CAS_TICKET_REJECTED (INVALID_TICKET)'));
    expect(second.body).toContain(`href="${APP_URL}/login/cas?came_from=%2Fprivate%3Fa%3D%2522%253Cb%253E"`);
    expect(second.body).not.toContain('ST-1');
    expect(second.header('content-security-policy')).toMatch(/^default-src 'none';/);
    expectPrivate(second);
    expect(tab.jar.size).toBe(0);
    expect(app.warnings).toEqual([expect.stringContaining('INVALID_TICKET')]);
  });

  it('keep their came_from over the second try', async () => {
    server.answers = { 'ST-2': success('u') };
    const tab = browser(application());
    const first = await tab.arrive(await tab.depart('/private'), 'ST-1');
    expect((await tab.arrive(serviceOf(first), 'ST-2')).location.href).toBe(`${APP_URL}/private`);
  });

  it.each(['INVALID_SERVICE', 'INTERNAL_ERROR', 'SOMETHING_ELSE'])('are not tried again after %s', async (code) => {
    server.answers = { 'ST-1': failure(code) };
    const tab = browser(application());
    expect(await tab.arrive(await tab.depart())).toEqual(pageWith(`CAS_TICKET_REJECTED (${code})`));
  });
});

describe('a CAS server in trouble', () => {
  it('signs nobody in, and the same address works once it is back', async () => {
    server.answers = { 'ST-1': '<html>' };
    const tab = browser(application());
    const service = await tab.depart('/private');
    await expect(tab.arrive(service)).rejects.toMatchObject({
      code: 'CAS_BAD_RESPONSE',
      status: 503,
      headers: { 'Retry-After': '10' },
    });
    server.answers = { 'ST-1': success('u') };
    expect((await tab.arrive(service)).location.pathname).toBe('/private');
  });

  it('is not hidden by an older sign-in', async () => {
    server.answers = { 'ST-1': success('u'), 'ST-2': '' };
    const tab = browser(application({ authenticators: ['ticket', 'cas'] }));
    await tab.arrive(await tab.depart());
    await expect(tab.arrive(await tab.depart(), 'ST-2')).rejects.toMatchObject({ code: 'CAS_BAD_RESPONSE' });
    expect((await tab.visit('/')).body).toBe('u');
  });
});
