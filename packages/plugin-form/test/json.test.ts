import { fakeRequest } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { ALICE, ask, engine, json, PASSWORD, posted } from './support.js';

describe('a login by JSON', () => {
  it('is answered 204, with the cookie', async () => {
    const answer = await ask(engine(), json(ALICE));
    expect([answer?.status, answer?.body, answer?.header('cache-control')]).toEqual([204, '', 'no-store']);
    expect(answer?.cookies).toEqual(['plain=user=alice&data=; Path=/']);
  });

  it.each([
    ['a wrong password', { ...ALICE, password: 'wrong' }, 401, 'FORM_WRONG_PASSWORD'],
    ['no password', { login: 'alice' }, 400, 'FORM_INVALID'],
    ['an empty password', { ...ALICE, password: '' }, 401, 'FORM_WRONG_PASSWORD'],
    ['a number', { login: 1, password: PASSWORD }, 400, 'FORM_INVALID'],
    ['a list', [ALICE], 400, 'FORM_INVALID'],
    ['null', null, 400, 'FORM_INVALID'],
    ['no JSON', '{', 400, 'FORM_INVALID'],
    ['nothing', '', 400, 'FORM_INVALID'],
    ['what else it might be', { ...ALICE, remember: 'yes' }, 400, 'FORM_INVALID'],
    ['NUL', { ...ALICE, login: 'alice\0' }, 400, 'FORM_INVALID'],
    ['half a character', '{"login":"alice\\ud800","password":"x"}', 400, 'FORM_INVALID'],
    ['no object of its own', '{"__proto__":{"login":"alice","password":"x"}}', 400, 'FORM_INVALID'],
  ])('is answered with a status and a code: %s', async (_what, body, status, code) => {
    const answer = await ask(engine(), json(body));
    expect([answer?.status, answer?.body]).toEqual([status, JSON.stringify({ code })]);
    expect(answer?.header('content-type')).toBe('application/json');
    expect(answer?.header('x-content-type-options')).toBe('nosniff');
    expect(answer?.header('cache-control')).toBe('no-store');
    expect(answer?.cookies.join()).not.toContain('user=');
  });

  it.each([
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
    { 'Sec-Fetch-Site': [], Origin: 'https://evil.example' },
  ])('is refused from another site: %j', async (headers) => {
    const answer = await ask(engine(), json(ALICE, { headers }));
    expect([answer?.status, answer?.body, answer?.cookies]).toEqual([403, '{"code":"FORM_CROSS_SITE"}', []]);
  });

  it('is none without its type, which other sites cannot send unasked', async () => {
    const answer = await ask(engine(), json(ALICE, { headers: { 'Content-Type': 'text/plain' } }));
    expect([answer?.status, answer?.cookies]).toEqual([415, []]);
  });

  it('makes no browser ask for a password, whatever asks programs for one', async () => {
    const basic = { anyClient: true, challenge: () => ({ status: 401, headers: [['WWW-Authenticate', 'Basic']] }) };
    const who = engine({ plugins: { basic: basic as never }, challengers: ['form', 'basic'] });
    const api = who.api(fakeRequest(json({ ...ALICE, password: 'wrong' })));
    await api.authenticate();
    const { challenge, headers } = await api.conclude({ status: 401, header: () => undefined, setCookies: [] });
    expect([challenge, headers]).toEqual([undefined, []]);
  });

  it('may have been parsed by a layer above', async () => {
    expect((await ask(engine(), json('', { parsedBody: ALICE })))?.status).toBe(204);
    expect((await ask(engine(), json('', { parsedBody: { login: 'alice' } })))?.status).toBe(400);
  });

  it('leads nowhere: a place to go is for forms', async () => {
    const answer = await ask(engine(), json({ ...ALICE, came_from: '/private' }));
    expect([answer?.status, answer?.header('location')]).toEqual([204, undefined]);
  });
});

describe('a logout by JSON', () => {
  const request = json({}, { url: '/logout', headers: { Cookie: 'plain=user=alice' } });

  it('is answered 204, and takes the cookie away', async () => {
    const answer = await ask(engine(), request);
    expect([answer?.status, answer?.cookies]).toEqual([204, ['plain=; Path=/; Max-Age=0']]);
  });

  it('is refused from another site', async () => {
    const answer = await ask(engine(), { ...request, headers: { ...request.headers, 'Sec-Fetch-Site': 'cross-site' } });
    expect([answer?.status, answer?.body, answer?.cookies]).toEqual([403, '{"code":"FORM_CROSS_SITE"}', []]);
  });
});

it('a form is none of it', async () => {
  expect((await ask(engine(), posted(ALICE)))?.status).toBe(303);
});
