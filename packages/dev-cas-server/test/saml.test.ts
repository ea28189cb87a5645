import { describe, expect, it } from 'vitest';
import type { AnswerFault, DevCasServer } from '../src/index.js';
import { at, type Element, fakeClock, parseXml, start } from './helpers.js';

const service = 'http://app.example.test/in?a=1&b=2';
const soap = '{http://schemas.xmlsoap.org/soap/envelope/}';
const samlp = '{urn:oasis:names:tc:SAML:1.0:protocol}';
const saml = '{urn:oasis:names:tc:SAML:1.0:assertion}';

function question(artifact: string, more = ''): string {
  return `<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header/><s:Body>
<p:Request xmlns:p="urn:oasis:names:tc:SAML:1.0:protocol" MajorVersion="1" MinorVersion="1" RequestID="_1&amp;2" IssueInstant="2026-01-01T00:00:00Z">
<p:AssertionArtifact>
  ${artifact}
</p:AssertionArtifact>${more}</p:Request></s:Body></s:Envelope>`;
}

function post(server: DevCasServer, body: string, target = service, type = 'text/xml'): Promise<Response> {
  const query = new URLSearchParams({ TARGET: target });
  return fetch(`${server.url}/samlValidate?${query}`, { method: 'POST', body, headers: { 'content-type': type } });
}

async function ask(server: DevCasServer, body: string, target?: string): Promise<Element | undefined> {
  return at(parseXml(await (await post(server, body, target)).text()), `${soap}Body`, `${samlp}Response`);
}

const status = (response: Element | undefined): string | undefined =>
  at(response, `${samlp}Status`, `${samlp}StatusCode`)?.attributes['Value'];

describe('/samlValidate', () => {
  it('says who, for which service, until when and by which question', async () => {
    const clock = fakeClock();
    const server = await start({ now: clock.now });
    const ticket = server.issueTicket({ userid: 'zoe', service });
    clock.advanceSeconds(5);
    const response = await post(server, question(ticket));
    expect(response.headers.get('content-type')).toBe('text/xml; charset=utf-8');
    const answer = at(parseXml(await response.text()), `${soap}Body`, `${samlp}Response`);
    expect(answer?.attributes).toMatchObject({
      MajorVersion: '1',
      MinorVersion: '1',
      ResponseID: expect.stringMatching(/^SR-/),
      IssueInstant: '2026-01-01T00:00:05.000Z',
      Recipient: service,
      InResponseTo: '_1&2',
    });
    expect(status(answer)).toBe('samlp:Success');
    const assertion = at(answer, `${saml}Assertion`);
    const conditions = at(assertion, `${saml}Conditions`);
    expect(conditions?.attributes).toEqual({
      NotBefore: '2026-01-01T00:00:05.000Z',
      NotOnOrAfter: '2026-01-01T00:01:05.000Z',
    });
    expect(at(conditions, `${saml}AudienceRestrictionCondition`, `${saml}Audience`)?.text).toBe(service);
    const statement = at(assertion, `${saml}AuthenticationStatement`);
    expect(statement?.attributes['AuthenticationInstant']).toBe('2026-01-01T00:00:00.000Z');
    expect(at(statement, `${saml}Subject`, `${saml}NameIdentifier`)?.text).toBe('zoe');
    const attributes = at(assertion, `${saml}AttributeStatement`)?.children.slice(1) ?? [];
    expect(
      attributes.map(({ attributes, children }) => [attributes['AttributeName'], children.map(({ text }) => text)]),
    ).toEqual([
      ['authenticationDate', ['2026-01-01T00:00:00.000Z']],
      ['longTermAuthenticationRequestTokenUsed', ['false']],
      ['isFromNewLogin', ['true']],
      ['mail', ['zoe@example.org']],
      ['displayName', ['Zoë Łukasz 日本']],
      ['cn', ['Zoë Łukasz 日本']],
      ['eduPersonAffiliation', ['faculty', 'staff', 'member']],
      ['groups', ['earthlings', 'users', 'R&D <"lab">']],
    ]);
    expect(server.validations).toMatchObject([{ endpoint: '/samlValidate', service, ticket, outcome: 'success' }]);
  });

  it('takes a ticket once, for its service, and no proxy ticket', async () => {
    const server = await start();
    const ticket = server.issueTicket({ userid: 'ada', service });
    expect(status(await ask(server, question(ticket)))).toBe('samlp:Success');
    const again = await ask(server, question(ticket));
    expect(status(again)).toBe('samlp:RequestDenied');
    expect(at(again, `${samlp}Status`, `${samlp}StatusMessage`)?.text).toContain('used already');
    expect(at(again, `${saml}Assertion`)).toBeUndefined();
    const other = server.issueTicket({ userid: 'ada', service });
    expect(status(await ask(server, question(other), `${service}#`))).toBe('samlp:RequestDenied');
    const proxied = server.issueTicket({ userid: 'ada', service, proxies: ['https://proxy.example.test/'] });
    expect(status(await ask(server, question(proxied)))).toBe('samlp:RequestDenied');
    expect(server.validations.map(({ outcome }) => outcome)).toEqual([
      'success',
      'INVALID_TICKET',
      'INVALID_SERVICE',
      'INVALID_TICKET_SPEC',
    ]);
  });

  it('takes a question that neither says what it is nor has a RequestID', async () => {
    const server = await start();
    const body = question(server.issueTicket({ userid: 'ada', service })).replace(/RequestID="[^"]*"/, '');
    const query = new URLSearchParams({ TARGET: service });
    // Bytes go without a Content-Type, texts would not.
    const init = { method: 'POST', body: new TextEncoder().encode(body) };
    const response = await fetch(`${server.url}/samlValidate?${query}`, init);
    const answer = at(parseXml(await response.text()), `${soap}Body`, `${samlp}Response`);
    expect(status(answer)).toBe('samlp:Success');
    expect(answer?.attributes).not.toHaveProperty('InResponseTo');
  });

  it('refuses what is no question', async () => {
    const server = await start();
    const ticket = server.issueTicket({ userid: 'ada', service });
    const good = question(ticket);
    const bad = [
      '',
      'ticket',
      good.slice(0, -1),
      `<!DOCTYPE x [<!ENTITY a "b">]>${good}`,
      good.replaceAll('SAML:1.0:protocol', 'SAML:2.0:protocol'),
      good.replaceAll('s:Body', 's:Head'),
      question(''),
      question(ticket, `<p:AssertionArtifact>${ticket}</p:AssertionArtifact>`),
      question(`<b>${ticket}</b>`),
    ];
    for (const body of bad) expect(status(await ask(server, body)), body).toBe('samlp:Requester');
    expect(status(await ask(server, good, ''))).toBe('samlp:Requester');
    const twice = await fetch(`${server.url}/samlValidate?TARGET=a&TARGET=b`, {
      method: 'POST',
      body: good,
      headers: { 'content-type': 'application/soap+xml' },
    });
    expect(await twice.text()).toContain('samlp:Requester');
    // None of that used the ticket up.
    expect(status(await ask(server, good))).toBe('samlp:Success');
  });

  it('refuses bodies that are too large or of another kind, and other methods', async () => {
    const server = await start();
    expect((await post(server, question('ST-1', ' '.repeat(16 * 1024)))).status).toBe(413);
    expect((await post(server, question('ST-1'), service, 'application/x-www-form-urlencoded')).status).toBe(415);
    expect((await fetch(`${server.url}/samlValidate?TARGET=a`)).status).toBe(405);
  });
});

describe('faults in SAML', () => {
  async function spoilt(fault: AnswerFault): Promise<string> {
    const server = await start();
    server.faults.set({ validate: fault, bytes: 100_000 });
    return (await post(server, question(server.issueTicket({ userid: 'ada', service })))).text();
  }
  const responses = (xml: string): Element[] => at(parseXml(xml), `${soap}Body`)?.children ?? [];

  it.each(['cut', 'broken-xml'] as const)('%s: not well-formed', async (fault) => {
    const xml = await spoilt(fault);
    expect(() => parseXml(xml)).toThrow();
  });

  it('wrong-namespace, doctype, huge and bad-utf8', async () => {
    expect(responses(await spoilt('wrong-namespace'))[0]?.name).toBe('{urn:example:not-saml}Response');
    const bomb = await spoilt('doctype');
    expect(bomb).toMatch(/^<\?xml [^>]*>\n<!DOCTYPE bomb/);
    expect(bomb).toContain('<saml:NameIdentifier>&bomb9;ada<');
    const huge = await spoilt('huge');
    expect(Math.abs(huge.length - 100_000)).toBeLessThan(10);
    expect(status(responses(huge)[0])).toBe('samlp:Success');
    expect(await spoilt('bad-utf8')).toContain('<saml:NameIdentifier>\ufffdada<');
  });

  it('two-outcomes, nested-success and internal-error', async () => {
    expect(responses(await spoilt('two-outcomes')).map(status)).toEqual(['samlp:Success', 'samlp:RequestDenied']);
    const [nested] = responses(await spoilt('nested-success'));
    expect(status(nested)).toBe('samlp:RequestDenied');
    expect(at(nested, `${saml}Assertion`, `${saml}Conditions`)).toBeDefined();
    expect(responses(await spoilt('internal-error')).map(status)).toEqual(['samlp:Responder']);
  });
});
