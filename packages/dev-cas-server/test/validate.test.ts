import { describe, expect, it } from 'vitest';
import { at, browser, fakeClock, parseXml, start, validate } from './helpers.js';

const service = 'http://app.example.test/in?a=1&b=ü#part';

describe('/validate', () => {
  it('says yes and who, or no', async () => {
    const server = await start();
    const ticket = server.issueTicket({ userid: 'ada', service });
    const response = await validate(server, { service, ticket }, '/validate');
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await response.text()).toBe('yes\nada\n');
    expect(await (await validate(server, { service, ticket }, '/validate')).text()).toBe('no\n\n');
    expect(await (await validate(server, {}, '/validate')).text()).toBe('no\n\n');
  });

  it('keeps a user id on its line', async () => {
    const server = await start({ users: [{ userid: 'a\r\nb', password: 'x' }] });
    const ticket = server.issueTicket({ userid: 'a\r\nb', service });
    expect(await (await validate(server, { service, ticket }, '/validate')).text()).toBe('yes\na  b\n');
  });
});

describe.each(['/serviceValidate', '/p3/serviceValidate'])('%s', (endpoint) => {
  it('names the user', async () => {
    const server = await start();
    const response = await validate(
      server,
      { service, ticket: server.issueTicket({ userid: 'ada', service }) },
      endpoint,
    );
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/xml; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-store');
    const answer = parseXml(await response.text());
    expect(answer.name).toBe('serviceResponse');
    expect(answer.children.map(({ name }) => name)).toEqual(['authenticationSuccess']);
    expect(at(answer, 'authenticationSuccess', 'user')?.text).toBe('ada');
  });

  it.each([
    ['no parameters', {}, 'INVALID_REQUEST'],
    ['no ticket', { service }, 'INVALID_REQUEST'],
    ['no service', { ticket: 'ST-1' }, 'INVALID_REQUEST'],
    ['an empty ticket', { service, ticket: '' }, 'INVALID_REQUEST'],
    ['a ticket of another kind', { service, ticket: 'PT-1' }, 'INVALID_TICKET_SPEC'],
    ['a ticket with a space in it', { service, ticket: 'ST-1 2' }, 'INVALID_TICKET_SPEC'],
    ['a ticket that ends its line', { service, ticket: 'ST-1\n' }, 'INVALID_TICKET_SPEC'],
    ['a ticket that is too long', { service, ticket: `ST-${'a'.repeat(254)}` }, 'INVALID_TICKET_SPEC'],
    ['an unknown ticket', { service, ticket: 'ST-1' }, 'INVALID_TICKET'],
  ])('refuses %s', async (_, parameters, code) => {
    const server = await start();
    const response = await validate(server, parameters, endpoint);
    expect(response.status).toBe(200);
    const answer = parseXml(await response.text());
    expect(answer.children.map(({ name }) => name)).toEqual(['authenticationFailure']);
    expect(at(answer, 'authenticationFailure')?.attributes['code']).toBe(code);
    expect(server.validations).toEqual([
      {
        endpoint,
        service: undefined,
        ticket: undefined,
        ...parameters,
        outcome: code,
        fault: undefined,
      },
    ]);
  });

  it('refuses parameters that are there twice', async () => {
    const server = await start();
    const ticket = server.issueTicket({ userid: 'ada', service });
    const query = new URLSearchParams({ service, ticket });
    query.append('ticket', ticket);
    const answer = await (await fetch(`${server.url}${endpoint}?${query}`)).text();
    expect(at(parseXml(answer), 'authenticationFailure')?.attributes['code']).toBe('INVALID_REQUEST');
  });

  it('takes a ticket once', async () => {
    const server = await start();
    const ticket = server.issueTicket({ userid: 'ada', service });
    await validate(server, { service, ticket }, endpoint);
    const answer = await (await validate(server, { service, ticket }, endpoint)).text();
    expect(answer).toContain('code="INVALID_TICKET"');
    expect(answer).toContain('used already');
    expect(server.validations.map(({ outcome }) => outcome)).toEqual(['success', 'INVALID_TICKET']);
  });

  it.each([
    'http://app.example.test/in?a=1&b=ü',
    'http://app.example.test/in?a=1&b=%C3%BC#part',
    'http://APP.example.test/in?a=1&b=ü#part',
    `${service}/`,
  ])('takes a ticket for the very same service only, not %s', async (other) => {
    const server = await start();
    const ticket = server.issueTicket({ userid: 'ada', service });
    expect(await (await validate(server, { service: other, ticket }, endpoint)).text()).toContain('"INVALID_SERVICE"');
    // And that was the ticket's one chance.
    expect(await (await validate(server, { service, ticket }, endpoint)).text()).toContain('"INVALID_TICKET"');
  });

  it('takes a ticket in time only', async () => {
    const clock = fakeClock();
    const server = await start({ now: clock.now, ticketLifetimeSeconds: 10 });
    const [inTime, late] = [1, 2].map(() => server.issueTicket({ userid: 'ada', service })) as [string, string];
    clock.advanceSeconds(10);
    expect(await (await validate(server, { service, ticket: inTime }, endpoint)).text()).toContain('<cas:user>ada<');
    clock.advanceSeconds(1);
    const answer = await (await validate(server, { service, ticket: late }, endpoint)).text();
    expect(answer).toContain('code="INVALID_TICKET"');
    expect(answer).toContain('expired');
  });

  it('honours renew=true, and only that', async () => {
    const server = await start();
    const ask = async (fromNewLogin: boolean, renew: string): Promise<string> => {
      const ticket = server.issueTicket({ userid: 'ada', service, fromNewLogin });
      return (await validate(server, { service, ticket, renew }, endpoint)).text();
    };
    expect(await ask(true, 'true')).toContain('<cas:user>');
    expect(await ask(false, 'true')).toContain('code="INVALID_TICKET"');
    expect(await ask(false, 'false')).toContain('<cas:user>');
  });
});

describe('attributes', () => {
  it('are released at /p3/serviceValidate, and at /serviceValidate when told so', async () => {
    const released = async (endpoint: string, attributesInServiceValidate: boolean): Promise<boolean> => {
      const server = await start({ attributesInServiceValidate });
      const ticket = server.issueTicket({ userid: 'ada', service });
      return (await (await validate(server, { service, ticket }, endpoint)).text()).includes('ada@example.org');
    };
    expect(await released('/p3/serviceValidate', false)).toBe(true);
    expect(await released('/serviceValidate', false)).toBe(false);
    expect(await released('/serviceValidate', true)).toBe(true);
  });

  it('say when and how the user signed in', async () => {
    const clock = fakeClock();
    const server = await start({ now: clock.now });
    const client = browser(server);
    await client.signIn({ username: 'ada', password: 'ada' });
    clock.advanceSeconds(30);
    const response = await client.get(`/login?service=${encodeURIComponent('http://app.example.test/')}`);
    const ticket = new URL(response.headers.get('location') ?? '').searchParams.get('ticket') ?? '';
    const answer = parseXml(await (await validate(server, { service: 'http://app.example.test/', ticket })).text());
    const attributes = at(answer, 'authenticationSuccess', 'attributes');
    expect(at(attributes, 'authenticationDate')?.text).toBe('2026-01-01T00:00:00.000Z');
    expect(at(attributes, 'isFromNewLogin')?.text).toBe('false');
    expect(at(attributes, 'longTermAuthenticationRequestTokenUsed')?.text).toBe('false');
  });
});

describe('issueTicket', () => {
  it('refuses whom and what it does not know', async () => {
    const server = await start();
    expect(() => server.issueTicket({ userid: 'nobody', service })).toThrow(
      expect.objectContaining({ code: 'BAD_OPTION' }),
    );
    expect(() => server.issueTicket({ userid: 'ada', service: '/in' })).toThrow(
      expect.objectContaining({ code: 'BAD_OPTION' }),
    );
  });
});
