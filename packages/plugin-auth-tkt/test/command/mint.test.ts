import { beforeAll, describe, expect, it, vi } from 'vitest';
import { NOW_SECONDS, plugin, recognise, SECRET, visit } from '../support.js';
import { ask, file, run } from './run.js';

beforeAll(() => {
  // MD5 and short secrets draw warnings.
  vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  return () => vi.restoreAllMocks();
});

const MINT = ['mint', '--userid', 'jo é'];

describe('mint', () => {
  it.each([
    [[], {}],
    [['--digest', 'md5', '--compat', 'mod_auth_tkt'], { digest: 'md5', compat: 'mod_auth_tkt' }],
    [['--format', 'who1', '--audience', 'a'], { format: 'who1', audience: 'a' }],
    [['--format', 'who1', '--encrypt-userdata'], { format: 'who1', encryptUserdata: true }],
    [['--address', '10.0.0.1'], { includeIp: true }],
    [['--cookie-name', 'session'], { cookieName: 'session' }],
    [['--userid-types', 'pyramid'], { useridTypes: 'pyramid' }],
  ] as const)('makes what the plugin takes: %j', async (flags, options) => {
    const whole = ['--token', 'a', '--token', 'b', '--userdata', 'userid_type:b64unicode'];
    const { code, out, err } = await run([...MINT, ...whole, ...flags], `${SECRET}\n`);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const own = plugin(options);
    const who = recognise(own, visit({ cookie: out.trim(), remoteAddress: '10.0.0.1', atSeconds: NOW_SECONDS }));
    expect(who).toEqual({ userid: 'jo é', tokens: ['a', 'b'], userdata: 'userid_type:b64unicode' });
  });

  it('gives name and value apart to programs', async () => {
    const { name, value } = (await ask([...MINT, '--secret-file', file(SECRET)])) as Record<string, string>;
    expect(name).toBe('auth_tkt');
    expect(recognise(plugin(), visit({ cookie: `${name}=${value}` }))?.userid).toBe('jo é');
  });

  it('goes by a time', async () => {
    const { out } = await run([...MINT, '--time', '2026-11-22T00:10:06Z'], SECRET);
    expect(out).toContain(NOW_SECONDS.toString(16));
  });

  it.each([
    [['--userid', 'a!', '--compat', 'mod_auth_tkt'], /userid cannot be written/],
    [['--userid', ''], /userid cannot be written/],
    [['--userid', 'a', '--token', 'a,b'], /token cannot be written/],
    [['--userid', 'a', '--userdata', 'a\nb'], /userdata cannot be written/],
    [['--userid', 'a', '--address', '::1'], /IPv4/],
  ])('cannot make %j', async (flags, problem) => {
    const { code, out, err } = await run(['mint', ...flags], SECRET);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(problem);
  });
});

describe('the command, called wrongly', () => {
  const secretFile = ['--secret-file', '/no/such/file'];
  it.each([
    [['frobnicate'], /no such command.*Known: mint, inspect, verify/],
    [['verfiy'], /Did you mean "verify"/],
    [['verify', '--secretfile', 'x'], /"--secretfile" is not known here\. Did you mean "secret-file"/],
    [['verify', '--secret', 'hunter2'], /Did you mean "secret-file"/],
    [['--cookiename', 'x', 'inspect'], /Did you mean "cookie-name"/],
    [['inspect', '--timeout', '2h'], /"--timeout" is not known here/],
    [['mint', '--userid', 'a', 'b'], /takes options only/],
    [['mint'], /--userid NAME/],
    [['inspect', 'a', 'b'], /more than one file/],
    [['mint', '--userid'], /needs a value/],
    [['mint', '--userid', '-a'], /--userid=VALUE/],
    [['inspect', '--json=yes'], /takes no value/],
    [['inspect', '--digest', 'md5', '--digest', 'md5'], /twice/],
    [['inspect', '--digest', 'sha1'], /must be md5 or sha256 or sha512/],
    [['verify', '--timeout', 'soon'], /timeoutSeconds/],
    [['verify', '--clock-skew', 'x'], /clockSkewSeconds/],
    [['verify', '--address', 'x'], /IPv4 or IPv6/],
    [['inspect', '--time', 'x'], /seconds since 1970/],
    [['mint', '--userid', 'a', '--compat', 'mod_auth_tkt', '--userid-types', 'pyramid'], /useridTypes/],
    [['verify', ...secretFile], /Cannot read the file of the secrets: ENOENT/],
    [['inspect', '/no/such/file'], /Cannot read the file of the cookie: ENOENT/],
    [['inspect', `auth_tkt=${'a'.repeat(40)}bob!`], /no name of a file/],
    [['inspect', 'who1abc'], /no name of a file/],
  ])('%j', async (argv, problem) => {
    const { code, out, err } = await run(argv, `${SECRET}\nsomething`);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(problem);
    expect(err).not.toMatch(/hunter2|aaaa|who1abc/);
  });

  it.each([
    [['mint', '--userid', 'a'], '', /no secret/],
    [['mint', '--userid', 'a'], '\n', /no secret/],
    [['verify'], SECRET, /no cookie/],
    [['inspect'], '', /no cookie/],
    [['inspect'], 'Cookie: other=1', /no cookie "auth_tkt"/],
  ])('without what it needs: %j', async (argv, input, problem) => {
    const { out, err } = await run(argv, input);
    expect(out).toBe('');
    expect(err).toMatch(problem);
  });

  it('without a secret in the file, or with one of the documentation', async () => {
    for (const contents of ['', '# none\n', 'change me\n', '\xff\xfe']) {
      const { code, err } = await run(['mint', '--userid', 'a', '--secret-file', file(contents)]);
      expect(code, err).toBe(2);
    }
  });

  it('helps', async () => {
    expect(await run(['--help'])).toMatchObject({ code: 0, out: expect.stringMatching(/^Usage: /), err: '' });
    expect(await run(['mint', '-h'])).toMatchObject({ code: 0, out: expect.stringMatching(/^Usage: /) });
    expect(await run([])).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/^Usage: /) });
  });
});
