import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { file, OTHER_SECRET, run, SECRET, ticket } from './run.js';

describe('a cookie', () => {
  it('that is good signs somebody in, and is told field by field', async () => {
    const { code, out, err } = await run(['explain'], `auth_tkt=${ticket()}`);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/GET \/ → 200, bob/);
    expect(out).toMatch(/^userid +"bob"\ntokens +"staff"\nuserdata +""\nsecret +1\ncompat +repoze$/m);
  });

  it.each([
    ['a value', (value: string) => value],
    ['a value with "=" in it', () => ticket({ userdata: 'a=b' })],
    ['base64', (value: string) => Buffer.from(value, 'latin1').toString('base64')],
    ['a header', (value: string) => `Cookie: theme=dark; auth_tkt=${value}; x=y\n`],
    ['a header of a response', (value: string) => `set-cookie: auth_tkt=${value}; Path=/; HttpOnly`],
    ['several', (value: string) => `theme=dark; auth_tkt=${value}`],
  ])('comes as %s', async (_what, write) => {
    expect(await run(['explain', '--cookie-file', file(write(ticket()))])).toMatchObject({ code: 0, err: '' });
  });

  it('that has timed out says by how much', async () => {
    const { code, out } = await run(['explain'], ticket({ ageSeconds: 9000 }));
    expect(code).toBe(1);
    expect(out).toMatch(/timed out 180\d s \(30 min\) ago/);
    expect(await run(['explain', '--timeout', '3h'], ticket({ ageSeconds: 9000 }))).toMatchObject({ code: 0 });
  });

  it('that somebody has forged or altered is of no known secret', async () => {
    const forged = await run(['explain', '--json'], ticket({}, OTHER_SECRET));
    expect(forged.code).toBe(1);
    const told = JSON.parse(forged.out);
    expect(told.userid).toBeNull();
    expect(told.tickets).toEqual([expect.objectContaining({ userid: 'bob', format: 'auth_tkt' })]);
    expect(told.tickets[0]).not.toHaveProperty('secret');
    expect(JSON.stringify(told.journey.steps)).toContain('TICKET_UNKNOWN_SECRET');
    expect(await run(['explain'], ticket().replace('bob', 'eve'))).toMatchObject({ code: 1 });
  });

  it('of another name is none, and one that is no ticket says why', async () => {
    expect((await run(['explain'], `session=${ticket()}`)).out).toMatch(/there is no cookie "auth_tkt"/);
    const odd = await run(['explain'], 'auth_tkt=nonsense');
    expect(odd).toMatchObject({ code: 1, out: expect.stringMatching(/^problem +It/m) });
  });

  it('has its secrets in a file, a variable, or on a line before it', async () => {
    const secrets = file(`# newest first\n${OTHER_SECRET}\n${SECRET}\n`);
    const fromFile = await run(['explain', '--secret-file', secrets], ticket(), {});
    expect(fromFile).toMatchObject({ code: 0, out: expect.stringMatching(/^secret +2$/m) });
    expect(await run(['explain'], `${SECRET}\n${ticket()}\n`, {})).toMatchObject({ code: 0 });
    expect(await run(['explain'], '', {})).toMatchObject({ code: 2, out: '' });
  });
});

describe('headers', () => {
  it.each([
    [
      'of curl -v',
      (cookie: string) =>
        `* Connected to a (::1) port 80\n> GET /private?x=1 HTTP/1.1\r\n> Host: a\r\n> ${cookie}\r\n> \r\n< HTTP/1.1 401 Unauthorized\n< Set-Cookie: auth_tkt=gone\n`,
    ],
    ['of developer tools', (cookie: string) => `GET /private?x=1 HTTP/1.1\nHost: a\n${cookie}\n`],
    [
      'of HTTP/2',
      (cookie: string) =>
        `:authority: a\n:method: GET\n:path: /private?x=1\n${cookie.toLowerCase().slice(0, 6)}${cookie.slice(6)}`,
    ],
    [
      'of nginx',
      (cookie: string) =>
        `2026/11/29 12:00:00 [debug] 7#7: *1 http request line: "GET /private?x=1 HTTP/1.1"\n2026/11/29 12:00:00 [debug] 7#7: *1 http header: "${cookie}"\n`,
    ],
  ])('%s', async (_what, dump) => {
    const told = await run(['explain', '--headers', file(dump(`Cookie: auth_tkt=${ticket()}`))]);
    expect(told).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/GET \/private → 200, bob/) });
  });

  it('come on standard input where the secret is elsewhere', async () => {
    const dump = `Cookie: auth_tkt=${ticket()}`;
    expect(await run(['explain', '--headers', '-'], dump)).toMatchObject({ code: 0 });
    expect(await run(['explain', '--headers', '-'], dump, {})).toMatchObject({ code: 2, out: '' });
    expect(await run(['explain', '--headers', '-'], 'nothing')).toMatchObject({ code: 2, out: '' });
  });
});

describe('a HAR file', () => {
  const entry = (path: string, cookie: string | undefined, cookies: object[] = []) => ({
    request: {
      method: 'GET',
      url: `https://app.example.org${path}#part`,
      headers: [{ name: 'Accept', value: 'text/html' }, ...(cookie ? [{ name: 'cookie', value: cookie }] : [])],
      cookies,
    },
  });
  const har = (...entries: object[]) => file(JSON.stringify({ log: { version: '1.2', entries } }), 'a.har');

  it('gives the last request with cookies, or the one that is wanted', async () => {
    const old = `auth_tkt=${ticket({ ageSeconds: 9000 })}`;
    const archive = har(entry('/first', old), entry('/second?x', `auth_tkt=${ticket()}`), entry('/third', undefined));
    expect((await run(['explain', '--har', archive])).out).toMatch(/GET \/second → 200, bob/);
    expect(await run(['explain', '--har', archive, '--entry', '1'])).toMatchObject({ code: 1 });
    expect((await run(['explain', '--har', archive, '--entry', '4'])).err).toMatch(/has 3/);
  });

  it('may have cookies beside the headers, or none', async () => {
    const apart = har(entry('/', undefined, [{ name: 'auth_tkt', value: ticket() }]));
    expect(await run(['explain', '--har', apart])).toMatchObject({ code: 0 });
    const none = await run(['explain', '--har', har(entry('/', undefined))]);
    expect(none).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/sensitive data/) });
  });

  it.each(['', 'null', '[]', '{"log":{}}', '{"log":{"entries":[null]}}', `{"x":"${SECRET}`])(
    'is not %s',
    async (text) => {
      const told = await run(['explain', '--har', file(text)]);
      expect(told).toMatchObject({ code: 2, out: '' });
      expect(told.err).not.toContain(SECRET);
    },
  );
});

describe('a wrong call', () => {
  it.each([
    [['explain', '--cokie-file', 'x'], /"--cokie-file" is not known\. Did you mean "cookie-file"/],
    [['explian'], /Did you mean "explain"/],
    [[], /What shall it do/],
    [['explain', 'auth_tkt=x'], /takes options only/],
    [['explain', '--secret', 'x'], /"--secret" is not known/],
    [['explain', '--headers', 'a', '--har', 'b'], /--headers and --har/],
    [['explain', '--engine', 'a', '--digest', 'md5'], /"--digest" is not for --engine/],
    [['explain', '--headers', '/nowhere/at/all'], /ENOENT/],
    [['explain', '--digest', 'sha1'], /digest/],
    [['explain', '--engine', '/nowhere/at/all.js'], /ERR_MODULE_NOT_FOUND/],
  ])('%j is told', async (argv, message) => {
    expect(await run(argv, 'x')).toMatchObject({ code: 2, out: '', err: expect.stringMatching(message) });
  });

  it('is not one for help', async () => {
    expect(await run(['--help'])).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringMatching(/^Usage: who explain/),
    });
  });
});

it('never prints a secret, a signature or a whole cookie, whatever the ticket and the call', async () => {
  const name = fc.stringMatching(/^[a-z0-9]{1,12}$/);
  const secret = fc.constantFrom(SECRET, OTHER_SECRET);
  const flags = fc.subarray([
    '--json',
    '--include-ip',
    '--digest=md5',
    '--compat=mod_auth_tkt',
    '--format=who1',
    '--oops',
  ]);
  const ageSeconds = fc.integer({ min: -900_000_000, max: 900_000_000 });
  const cut = fc.nat({ max: 4 });
  await fc.assert(
    fc.asyncProperty(name, secret, flags, ageSeconds, cut, async (userid, signer, argv, age, missing) => {
      const whole = ticket({ userid, ageSeconds: age }, signer);
      const value = whole.slice(0, whole.length - missing);
      const { out, err } = await run(['explain', ...argv], `auth_tkt=${value}`);
      for (const text of [out, err]) {
        for (const hidden of [SECRET, OTHER_SECRET, value, whole.slice(0, 16), whole.slice(48, 64)]) {
          expect(text).not.toContain(hidden);
        }
      }
    }),
    { numRuns: 60 },
  );
});
