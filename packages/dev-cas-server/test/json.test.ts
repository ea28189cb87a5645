import { describe, expect, it } from 'vitest';
import type { AnswerFault } from '../src/index.js';
import { start, validate } from './helpers.js';

const service = 'http://app.example.test/';
const format = 'JSON';

describe('format=JSON', () => {
  it('tells all, several values as an array', async () => {
    const server = await start();
    const proxies = ['https://two.example.test/', 'https://one.example.test/'];
    const ticket = server.issueTicket({ userid: 'zoe', service, proxies });
    const response = await validate(server, { service, ticket, format }, '/p3/proxyValidate');
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await response.json()).toEqual({
      serviceResponse: {
        authenticationSuccess: {
          user: 'zoe',
          attributes: {
            authenticationDate: expect.stringMatching(/Z$/),
            longTermAuthenticationRequestTokenUsed: 'false',
            isFromNewLogin: 'false',
            mail: 'zoe@example.org',
            displayName: 'Zoë Łukasz 日本',
            cn: 'Zoë Łukasz 日本',
            eduPersonAffiliation: ['faculty', 'staff', 'member'],
            groups: ['earthlings', 'users', 'R&D <"lab">'],
          },
          proxies,
        },
      },
    });
  });

  it('says no more than there is', async () => {
    const server = await start();
    const ticket = server.issueTicket({ userid: 'zoe', service });
    expect(await (await validate(server, { service, ticket, format }, '/serviceValidate')).json()).toEqual({
      serviceResponse: { authenticationSuccess: { user: 'zoe' } },
    });
  });

  it.each(['json', 'JSON'])('says what failed, asked for as %s', async (asked) => {
    const server = await start();
    const answer = await validate(server, { service, ticket: 'ST-1', format: asked }, '/serviceValidate');
    expect(await answer.json()).toEqual({
      serviceResponse: { authenticationFailure: { code: 'INVALID_TICKET', description: 'Ticket not recognised' } },
    });
    const proxy = await validate(server, { pgt: 'PGT-1', targetService: service, format: asked }, '/proxy');
    expect(await proxy.json()).toMatchObject({
      serviceResponse: { authenticationFailure: { code: 'INVALID_TICKET' } },
    });
  });

  it('keeps names that objects have already', async () => {
    const attributes = { ['__proto__']: 'z', constructor: 'a', toString: ['b', 'c'] };
    const server = await start({ users: { ada: { password: 'x', attributes } } });
    const ticket = server.issueTicket({ userid: 'ada', service });
    const text = await (await validate(server, { service, ticket, format })).text();
    expect(text).toContain('"__proto__":"z","constructor":"a","toString":["b","c"]');
  });

  it('is an answer in XML when it is something else', async () => {
    const server = await start();
    const ticket = server.issueTicket({ userid: 'ada', service });
    const asked = await (await validate(server, { service, ticket, format: 'YAML' })).text();
    expect(asked).toContain('code="INVALID_REQUEST"');
    expect(await (await validate(server, { service, ticket, format: 'XML' })).text()).toContain('<cas:user>');
  });

  it('does not reach CAS 1', async () => {
    const server = await start();
    const ticket = server.issueTicket({ userid: 'ada', service });
    expect(await (await validate(server, { service, ticket, format }, '/validate')).text()).toBe('yes\nada\n');
  });
});

describe('faults in JSON', () => {
  async function bodyOf(fault: AnswerFault, bytes?: number): Promise<Buffer> {
    const server = await start();
    server.faults.set({ validate: fault, bytes });
    const ticket = server.issueTicket({ userid: 'ada', service });
    const response = await validate(server, { service, ticket, format });
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    return Buffer.from(await response.arrayBuffer());
  }
  const read = async (fault: AnswerFault) => JSON.parse((await bodyOf(fault)).toString());

  it.each(['cut', 'broken-xml'] as const)('%s: not well-formed', async (fault) => {
    const text = (await bodyOf(fault)).toString();
    expect(text).toMatch(/^\{"serviceResponse"/);
    expect(() => JSON.parse(text)).toThrow();
  });

  it('wrong-namespace: under another name', async () => {
    expect(Object.keys(await read('wrong-namespace'))).toEqual(['serviceAnswer']);
  });

  it('doctype: deeper than anybody should follow', async () => {
    const text = (await bodyOf('doctype')).toString();
    expect(text).toMatch(/^\{"serviceResponse":\{"authenticationSuccess":\{"deep":\[{20000}\]{20000},"user":"ada"/);
  });

  it('huge: as large as asked for, and well-formed', async () => {
    const bytes = await bodyOf('huge', 200_000);
    expect(Math.abs(bytes.length - 200_000)).toBeLessThan(1_000);
    expect(JSON.parse(bytes.toString()).serviceResponse.authenticationSuccess.user).toBe('ada');
  });

  it('bad-utf8: a byte that is no text', async () => {
    const bytes = await bodyOf('bad-utf8');
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes)).toThrow();
    expect(bytes.toString()).toContain('"user":"\ufffdada"');
  });

  it('two-outcomes, nested-success, internal-error', async () => {
    const failure = { code: 'INVALID_TICKET', description: expect.any(String) };
    const success = expect.objectContaining({ user: 'ada' });
    expect(await read('two-outcomes')).toEqual({
      serviceResponse: { authenticationSuccess: success, authenticationFailure: failure },
    });
    expect(await read('nested-success')).toEqual({
      serviceResponse: { authenticationFailure: { ...failure, authenticationSuccess: success } },
    });
    expect(await read('internal-error')).toMatchObject({
      serviceResponse: { authenticationFailure: { code: 'INTERNAL_ERROR' } },
    });
  });
});
