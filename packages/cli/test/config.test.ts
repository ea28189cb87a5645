import { loadWho } from '@who/config';
import { checkTargets, guard, whoMiddleware } from '@who/connect';
import { authenticated } from '@who/core';
import { serve } from '@who/testkit';
import connect from 'connect';
import { describe, expect, it } from 'vitest';
import { file, run, runProcess, SECRET } from './run.js';

const INI = `[who]
public_url = http://localhost:3000
allow_unsafe = md5
[plugin:ticket]
use = repoze.who.plugins.auth_tkt:make_plugin
secret = ${SECRET}
[plugin:basic]
use = repoze.who.plugins.basicauth:make_plugin
realm = Example
[plugin:login]
use = repoze.who.plugins.redirector:make_plugin
login_url = /sign-in
came_from_param = next
[plugin:cas]
use = @who/plugin-cas
cas_url = https://cas.example.org/cas
rememberer = ticket
[general]
request_classifier = repoze.who.classifiers:default_request_classifier
challenge_decider = repoze.who.classifiers:default_challenge_decider
[identifiers]
plugins = cas ticket basic
[authenticators]
plugins = cas ticket
[challengers]
plugins = login;browser basic
`;

const ini = (text = INI): string => file(text, 'who.ini');

describe('who check', () => {
  it('says what a file would do, and starts nothing', async () => {
    const { code, out, err } = await run(['check', ini()]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^ {2}challengers +login \(browser\) → basic$/m);
    expect(out).toMatch(
      /^ticket: @who\/plugin-auth-tkt {2}\(for repoze\.who\.plugins\.auth_tkt:make_plugin\)\n {2}secrets +\["\(a secret\)"\]$/m,
    );
    expect(out).toMatch(/who\.ini:4 \[plugin:ticket\]: The cookie is HttpOnly/);
    expect(out).not.toContain(SECRET);
  });

  it('has all errors, and another exit code', async () => {
    const { code, out } = await run([
      'check',
      ini(INI.replace('realm =', 'raelm =').replace('cas ticket basic', 'cas tikcet')),
    ]);
    expect(code).toBe(1);
    expect(out).toMatch(
      /who\.ini:9 \[plugin:basic\] raelm: is not an option of .* Did you mean "realm"\? \(CONFIG_UNKNOWN\)$/m,
    );
    const told = JSON.parse((await run(['check', ini(INI.replace('allow_unsafe = md5', '')), '--json'])).out);
    expect(told.findings).toContainEqual(expect.objectContaining({ code: 'CONFIG_UNSAFE', severity: 'error' }));
    expect(await run(['check', ini(INI.replace('allow_unsafe = md5', '')), '--allow-unsafe', 'md5'])).toMatchObject({
      code: 0,
    });
  });

  it.each([
    [['check'], /Which file/],
    [['check', 'a', 'b'], /One file/],
    [['check', '/no/such/who.ini'], /ENOENT/],
    [['check', 'who.conf', '--format', 'xml'], /must be ini, json, yaml/],
    [['check', 'who.ini', '--agianst', 'x'], /Did you mean "against"/],
    [['check', 'who.ini', '--against', 'ftp://x'], /http or https/],
    [['check', 'who.ini', '--page', '/x'], /goes with "--against"/],
    [['convert', 'who.ini', '--to', 'toml'], /typescript, json, yaml/],
    [['convert', 'who.ini', '--json'], /for "check"/],
    [['chekc', 'who.ini'], /Did you mean "check"/],
  ] as const)('%j is called wrongly', async (argv, problem) => {
    expect(await run(argv)).toMatchObject({ code: 2, out: '', err: expect.stringMatching(problem) });
  });

  it('has help of its own', async () => {
    expect(await run(['check', '--help'])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^Usage: who check FILE/),
    });
  });

  it('is a process that ends', () => {
    expect(runProcess(['check', ini()])).toMatchObject({ code: 0, err: '' });
  });
});

describe('who convert', () => {
  it.each(['typescript', 'json', 'yaml'])('writes %s, and says what variables stand for', async (to) => {
    const { code, out, err } = await run(['convert', ini(), '--to', to]);
    expect(code).toBe(0);
    expect(out).toContain('WHO_TICKET_SECRETS');
    expect(out + err).not.toContain(SECRET);
    expect(err).toMatch(/^Set WHO_TICKET_SECRETS to what .*who\.ini has at plugins\.ticket\.secrets/);
  });

  it('writes what says the same', async () => {
    const { out } = await run(['convert', ini(), '--to', 'json']);
    const again = await run(['check', file(out, 'who.json')]);
    expect(again).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^ {2}challengers +login \(browser\) → basic$/m),
    });
  });

  it('writes nothing of a file with errors', async () => {
    const { code, out, err } = await run(['convert', ini(INI.replace('realm =', 'raelm ='))]);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/who\.ini:9 \[plugin:basic\] raelm/);
  });
});

describe('who check --against', () => {
  const quiet = { debug() {}, warn() {}, error() {} };

  async function application(text: string) {
    const who = await loadWho(ini(text), { logger: quiet, checkIntervalMs: 0 });
    const app = connect();
    app.use(whoMiddleware(who));
    app.use('/private', guard(authenticated()));
    app.use((_req, res) => res.end('Hello'));
    return serve(checkTargets(app));
  }

  it('finds an application that does as the file says', async () => {
    await using server = await application(INI);
    const { code, out } = await run(['check', ini(), '--against', server.url, '--page', '/private']);
    expect(out).toMatch(/as it says: a browser at \/private\n/);
    expect(out).toMatch(/as it says: a WebDAV client at \/private\n/);
    expect(out).toMatch(/as it says: a forged "auth_tkt" at \/private\n/);
    expect(out).toMatch(/as it says: the way to CAS \/login\/cas\n/);
    expect(out).not.toMatch(/otherwise:/);
    expect(code).toBe(0);
  });

  it.each<[string, (text: string) => string, RegExp]>([
    [
      'another realm',
      (text) => text.replace('realm = Example', 'realm = Other'),
      /WebDAV client .* The realm is another one/,
    ],
    ['another login page', (text) => text.replace('/sign-in', '/elsewhere'), /a browser .* lead to \/sign-in/],
    ['another parameter', (text) => text.replace('= next', '= back'), /a browser .* has to have next/],
    [
      'another CAS server',
      (text) => text.replace('cas.example.org', 'cas.example.com'),
      /the way to CAS .* leads elsewhere/,
    ],
    [
      'nobody who asks',
      (text) => text.replace('login;browser basic', 'basic;dav'),
      /a browser .* A redirect .* has to come; the answer is 401/,
    ],
  ])('finds one that has %s', async (_what, change, problem) => {
    await using server = await application(change(INI));
    const { code, out } = await run(['check', ini(), '--against', server.url, '--page', '/private']);
    expect(out).toMatch(problem);
    expect(code).toBe(1);
  });

  it('says that there is none', async () => {
    const called = await run(['check', ini(), '--against', 'http://127.0.0.1:1', '--page', '/private']);
    expect(called).toMatchObject({ code: 2, err: expect.stringMatching(/does not answer/) });
  });
});
