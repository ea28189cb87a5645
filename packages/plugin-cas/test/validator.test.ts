import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type CasOptions, resolveOptions } from '../src/options.js';
import { type Validator, validator } from '../src/validation/validator.js';
import { NOW, samlAnswer } from './saml-support.js';
import { asker, CAS_URL, failure, success } from './support.js';

const asked: Request[] = [];
const bodies: string[] = [];
let answer: () => Response = () => HttpResponse.text(success('u'));
const server = setupServer(
  http.all(`${CAS_URL}/*`, async ({ request }) => {
    asked.push(request);
    bodies.push(await request.clone().text());
    return answer();
  }),
);
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterEach(() => {
  asked.length = 0;
  bodies.length = 0;
  answer = () => HttpResponse.text(success('u'));
});
afterAll(() => server.close());

const SERVICE = 'https://app.example.org/login/cas?state=a&b=ë';
const question = { ticket: 'ST-1', service: SERVICE, renew: false };
const make = (options: Partial<CasOptions> = {}): Validator & { isPaused(nowMs: number): boolean } => {
  const settings = resolveOptions({ casUrl: CAS_URL, rememberer: 'ticket', ...options });
  return { ...validator(settings), isPaused: (nowMs) => settings.connection.isDown({ now: () => nowMs }) };
};

describe('a question about a ticket', () => {
  it.each([
    [{ version: '1' }, '/cas/validate', {}],
    [{ version: '2' }, '/cas/serviceValidate', {}],
    [{ version: '3' }, '/cas/p3/serviceValidate', {}],
    [{ version: '2', format: 'json' }, '/cas/serviceValidate', { format: 'JSON' }],
    [{ version: '3', format: 'json' }, '/cas/p3/serviceValidate', { format: 'JSON' }],
    [{ version: '2', acceptProxies: [['https://p.example/']] }, '/cas/proxyValidate', {}],
    [{ version: '3', acceptProxies: [['https://p.example/']] }, '/cas/p3/proxyValidate', {}],
  ] as const)('with %j goes to %s', async (options, path, more) => {
    const json = JSON.stringify({ serviceResponse: { authenticationSuccess: { user: 'u' } } });
    if ('format' in options) answer = () => HttpResponse.text(json);
    else if (options.version === '1') answer = () => HttpResponse.text('yes\nu\n');
    expect(await make(options as Partial<CasOptions>).validate(question, asker())).toMatchObject({ user: 'u' });
    const url = new URL(asked[0]?.url ?? '');
    expect(asked[0]?.method).toBe('GET');
    expect(url.pathname).toBe(path);
    expect(Object.fromEntries(url.searchParams)).toEqual({ service: SERVICE, ticket: 'ST-1', ...more });
  });

  it('says renew=true or nothing', async () => {
    await make().validate({ ...question, renew: true }, asker());
    await make().validate(question, asker());
    expect(asked.map(({ url }) => new URL(url).searchParams.get('renew'))).toEqual(['true', null]);
  });

  it('of SAML is posted, with a new id each time, and the ticket nowhere in the address', async () => {
    answer = () => HttpResponse.text(samlAnswer('u'));
    const { validate } = make({ version: 'saml' });
    for (let i = 0; i < 2; i++)
      expect(
        await validate(
          question,
          asker(() => NOW),
        ),
      ).toMatchObject({ success: true, user: 'u' });
    const [first] = asked;
    expect(first?.method).toBe('POST');
    expect(Object.fromEntries(new URL(first?.url ?? '').searchParams)).toEqual({ TARGET: SERVICE });
    expect(new URL(first?.url ?? '').pathname).toBe('/cas/samlValidate');
    expect(first?.headers.get('content-type')).toBe('text/xml; charset=utf-8');
    expect(first?.headers.get('soapaction')).toBe('"http://www.oasis-open.org/committees/security"');
    const ids = bodies.map((body) => /RequestID="(_[0-9a-f]{32})"/.exec(body)?.[1]);
    expect(new Set(ids).size).toBe(2);
    expect(ids).not.toContain(undefined);
  });

  it('of SAML is answered for a time, give or take the tolerance', async () => {
    answer = () => HttpResponse.text(samlAnswer('u'));
    const ask = (clockToleranceSeconds?: number): unknown =>
      make({ version: 'saml', clockToleranceSeconds }).validate(
        question,
        asker(() => NOW + 60_000),
      );
    expect(await ask()).toMatchObject({ success: true });
    expect(await ask(0)).toEqual({ success: false, code: 'ASSERTION_EXPIRED' });
  });
});

describe('an answer', () => {
  const nested = '<cas:attributes><cas:a><cas:b>c</cas:b></cas:a><cas:d>e</cas:d></cas:attributes>';

  it('with attributes that are left out has them named in the log, once', async () => {
    const warnings: string[] = [];
    answer = () => HttpResponse.text(success('u', nested));
    const { validate } = make();
    for (let i = 0; i < 3; i++) {
      expect(await validate(question, asker(Date.now, warnings))).toMatchObject({ attributes: { d: ['e'] } });
    }
    expect(warnings).toEqual([expect.stringMatching(/"a".*flattenAttributes/)]);
    answer = () => HttpResponse.text(success('u', nested.replaceAll('cas:a>', 'cas:z>')));
    await validate(question, asker(Date.now, warnings));
    expect(warnings).toEqual([expect.anything(), expect.stringContaining('"z"')]);
  });

  it('names no end of them, and nothing that would break a line', async () => {
    const warnings: string[] = [];
    const { validate } = make({ format: 'json' });
    for (let round = 0; round < 2; round++) {
      const attributes = Object.fromEntries(
        Array.from({ length: 200 }, (_, i) => [`${round}\n${i}`.padEnd(500), { a: 1 }]),
      );
      answer = () => HttpResponse.json({ serviceResponse: { authenticationSuccess: { user: 'u', attributes } } });
      await validate(question, asker(Date.now, warnings));
    }
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).not.toContain('\n');
    expect(warnings[0]?.length).toBeLessThan(15_000);
  });

  it('in the namespace of another server is read by option, attributes inside of others, too', async () => {
    const namespace = 'https://cas.example.org/schemas';
    answer = () => HttpResponse.text(success('u', nested).replace('http://www.yale.edu/tp/cas', namespace));
    await expect(make().validate(question, asker())).rejects.toMatchObject({ code: 'CAS_BAD_RESPONSE' });
    const options = { namespace, flattenAttributes: true };
    expect(await make(options).validate(question, asker())).toMatchObject({ attributes: { b: ['c'], d: ['e'] } });
    const several = { namespace: ['urn:x', namespace] } as const;
    expect(await make(several).validate(question, asker())).toMatchObject({ user: 'u' });
  });

  it('that is too large says by which option', async () => {
    answer = () => HttpResponse.text('x'.repeat(1_100_000));
    const message = expect.stringContaining('"maxResponseBytes"');
    await expect(make().validate(question, asker())).rejects.toMatchObject({ code: 'CAS_RESPONSE_TOO_LARGE', message });
    answer = () => HttpResponse.text(success('u', '<a/>'.repeat(1000)));
    const few = make({ maxResponseBytes: 10_000 }).validate(question, asker());
    await expect(few).rejects.toMatchObject({ code: 'CAS_BAD_RESPONSE', message });
  });
});

describe('a CAS server that is down', () => {
  const down = { code: 'CAS_UNAVAILABLE', status: 503 };

  it('is left alone after some failures, then tried by one', async () => {
    let now = NOW;
    answer = () => HttpResponse.error();
    const { validate, isPaused } = make({ maxFailures: 2, failurePauseMs: 7000 });
    const ask = (): Promise<unknown> =>
      validate(
        question,
        asker(() => now),
      );
    for (let i = 0; i < 5; i++) await expect(ask()).rejects.toMatchObject(down);
    expect(asked).toHaveLength(2);
    expect(isPaused(now)).toBe(true);
    now += 2500;
    await expect(ask()).rejects.toMatchObject({ ...down, headers: { 'Retry-After': '5' } });
    now += 4500;
    answer = () => HttpResponse.text(success('u'));
    const [one, other] = await Promise.allSettled([ask(), ask()]);
    expect(one).toMatchObject({ status: 'fulfilled' });
    expect(other).toMatchObject({ status: 'rejected', reason: down });
    expect(await ask()).toMatchObject({ user: 'u' });
  });

  it.each([502, 503, 504])('behind a proxy that answers %i is left alone, too', async (status) => {
    answer = () => new HttpResponse('', { status });
    const { validate } = make({ maxFailures: 1 });
    for (let i = 0; i < 3; i++)
      await expect(
        validate(
          question,
          asker(() => NOW),
        ),
      ).rejects.toMatchObject(down);
    expect(asked).toHaveLength(1);
  });

  it.each([
    ['500', () => new HttpResponse('', { status: 500 })],
    ['404', () => new HttpResponse('', { status: 404 })],
    ['HTML', () => HttpResponse.html('<!doctype html>')],
    ['too much', () => HttpResponse.text('x'.repeat(1_100_000))],
  ])('is not what one is that answers %s: nobody can close the door for others', async (_what, bad) => {
    answer = bad;
    const { validate, isPaused } = make({ maxFailures: 1 });
    await expect(
      validate(
        question,
        asker(() => NOW),
      ),
    ).rejects.toMatchObject({ status: 503 });
    expect(isPaused(NOW)).toBe(false);
  });

  it('is not what one is that refuses tickets', async () => {
    answer = () => HttpResponse.text(failure('INVALID_TICKET'));
    const { validate, isPaused } = make({ maxFailures: 1 });
    for (let i = 0; i < 3; i++)
      expect(
        await validate(
          question,
          asker(() => NOW),
        ),
      ).toMatchObject({ code: 'INVALID_TICKET' });
    expect(isPaused(NOW)).toBe(false);
  });

  it('does not hold a thousand requests', async () => {
    const waiting: ((response: Response) => void)[] = [];
    const fetch = (): Promise<Response> => new Promise((resolve) => waiting.push(resolve));
    const { validate } = make({ fetch, maxValidations: 10, timeoutMs: 60_000 });
    const all = Array.from({ length: 1000 }, () =>
      validate(
        question,
        asker(() => NOW),
      ),
    );
    const results = Promise.allSettled(all);
    await expect(all[10]).rejects.toMatchObject({ code: 'CAS_BUSY', status: 503, headers: { 'Retry-After': '1' } });
    expect(waiting).toHaveLength(10);
    for (const resolve of waiting) resolve(new Response(success('u')));
    const states = (await results).map(({ status }) => status);
    expect(states.filter((status) => status === 'fulfilled')).toHaveLength(10);
    const next = validate(
      question,
      asker(() => NOW),
    );
    waiting.at(-1)?.(new Response(success('u')));
    expect(await next).toMatchObject({ user: 'u' });
  });
});
