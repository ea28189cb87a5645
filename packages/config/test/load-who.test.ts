import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { responseHead } from '@who/core';
import { fakeRequest } from '@who/testkit';
import { describe, expect, it, vi } from 'vitest';
import { ConfigError, type LoadedWho, type LoadOptions, loadWho } from '../src/index.js';
import { ALICE, folderWith, listeningLogger, SECRET } from './support.js';

const INI = `[who]
public_url = https://app.example.org
allow_unsafe = md5
[plugin:ticket]
use = repoze.who.plugins.auth_tkt:make_plugin
secret = \${WHO_SECRET}
timeout = 3600
reissue_time = 600
[plugin:basic]
use = repoze.who.plugins.basicauth:make_plugin
realm = Example
[plugin:login]
use = repoze.who.plugins.redirector:make_plugin
login_url = /login
came_from_param = came_from
[plugin:users]
use = repoze.who.plugins.htpasswd:make_plugin
filename = %(here)s/users
check_fn = repoze.who.plugins.htpasswd:sha1_check
[general]
request_classifier = repoze.who.classifiers:default_request_classifier
challenge_decider = repoze.who.classifiers:default_challenge_decider
[identifiers]
plugins =
  ticket
  basic
[authenticators]
plugins =
  ticket
  users
[challengers]
plugins =
  login;browser
  basic
`;

const JSON_FILE = {
  publicUrl: 'https://app.example.org',
  plugins: {
    ticket: {
      use: '@who/plugin-auth-tkt',
      secrets: ['${WHO_SECRET}', 'another one, so that MD5 is on its way out'],
      digest: 'md5',
      timeoutSeconds: 3600,
      reissueSeconds: 600,
    },
    basic: { use: '@who/plugin-basic-auth', realm: 'Example' },
    login: { use: '@who/plugin-redirector', loginUrl: '/login' },
    users: { use: '@who/plugin-htpasswd', file: 'HERE/users' },
  },
  identifiers: ['ticket', 'basic'],
  authenticators: ['ticket', 'users'],
  challengers: [{ plugin: 'login', only: ['browser'] }, 'basic'],
  challengeRequests: 'all',
};

const YAML_FILE = `publicUrl: https://app.example.org
challengeRequests: all
plugins:
  ticket:
    use: '@who/plugin-auth-tkt'
    secrets: ['\${WHO_SECRET}', another one]
    digest: md5
    timeoutSeconds: 3600
    reissueSeconds: 10m
  basic: { use: '@who/plugin-basic-auth', realm: Example }
  login: { use: '@who/plugin-redirector', loginUrl: /login }
  users: { use: '@who/plugin-htpasswd', file: HERE/users }
identifiers: [ticket, basic]
authenticators: [ticket, users]
challengers:
  - { plugin: login, only: [browser] }
  - basic
`;

const FILES: readonly (readonly [string, (folder: string) => string])[] = [
  ['who.ini', () => INI],
  ['who.json', (folder) => JSON.stringify(JSON_FILE).replace('HERE', folder)],
  ['who.yaml', (folder) => YAML_FILE.replace('HERE', folder)],
];

const env = { WHO_SECRET: SECRET };

async function load(name: string, text: string, options: LoadOptions = {}): Promise<LoadedWho> {
  const folder = await folderWith({ users: ALICE });
  const file = join(folder, name);
  await writeFile(file, text);
  return loadWho(file, { env, logger: listeningLogger(), checkIntervalMs: 0, ...options });
}

/** What goes wrong: code, line, option. */
async function failure(loading: Promise<unknown>): Promise<readonly (readonly unknown[])[]> {
  const error = await loading.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ConfigError)) throw error ?? new Error('Nothing was wrong.');
  const errors = error.findings.filter(({ severity }) => severity === 'error');
  return errors.map(({ code, place }) => [code, place.line, place.option]);
}

describe('loadWho', () => {
  it.each(FILES)('makes an engine of %s', async (name, text) => {
    const folder = await folderWith({ users: ALICE });
    await writeFile(join(folder, name), text(folder));
    const who = await loadWho(join(folder, name), { env, logger: listeningLogger() });
    const basic = `Basic ${Buffer.from('alice:wonderland').toString('base64')}`;
    const api = who.api(fakeRequest({ headers: { authorization: basic } }));
    expect((await api.authenticate())?.userid).toBe('alice');

    const { headers } = await api.login({ login: 'alice', password: 'wonderland' });
    const [, cookie = ''] = headers.find(([header]) => header.toLowerCase() === 'set-cookie') ?? [];
    const again = who.api(fakeRequest({ headers: { cookie: cookie.split(';')[0] ?? '' } }));
    expect((await again.authenticate())?.authenticator).toBe('ticket');

    const stranger = who.api(fakeRequest({ url: '/x' }));
    await stranger.authenticate();
    const challenge = await stranger.challenge(responseHead(401, []));
    const location = challenge?.headers?.find(([header]) => header.toLowerCase() === 'location')?.[1];
    expect(location).toBe('/login?came_from=%2Fx');
    const dav = who.api(fakeRequest({ method: 'PROPFIND' }));
    await dav.authenticate();
    expect((await dav.challenge(responseHead(401, [])))?.status).toBe(401);
    await who.close();
  });

  it('takes plugins and values of the application', async () => {
    const text = INI.replace('secret = ${WHO_SECRET}', 'secret = ${WHO_SECRET}\nuserid_checker = myapp:exists').replace(
      '[plugin:users]\nuse = repoze.who.plugins.htpasswd:make_plugin',
      '[plugin:users]\nuse = myapp.ldap:make_plugin',
    );
    const users = { authenticate: () => ({ userid: 'carol' }) };
    const who = await load('who.ini', text, { plugins: { users }, values: { 'myapp:exists': () => true } });
    expect(who.options.plugins['users']).toBe(users);
    await who.close();
  });

  it('has values of the file for several plugins', async () => {
    const file = {
      publicUrl: 'https://app.example.org',
      values: { logouts: { use: '@who/plugin-cas:casSessions', maxSessions: 10 } },
      plugins: {
        ticket: { use: '@who/plugin-auth-tkt', secrets: ['${WHO_SECRET}'], isRevoked: { from: 'logouts.isRevoked' } },
        cas: {
          use: '@who/plugin-cas',
          casUrl: 'https://cas.example.org/cas',
          rememberer: 'ticket',
          sessions: { from: 'logouts' },
          ticketPattern: { regexp: '[SP]T-[\\w.-]+' },
          policies: [{ path: { regexp: '/admin(/.*)?', flags: 'i' }, ask: 'always' }],
        },
      },
      identifiers: ['cas', 'ticket'],
      authenticators: ['cas', 'ticket'],
      challengers: ['cas'],
    };
    const who = await load('who.json', JSON.stringify(file));
    const api = who.api(fakeRequest({ url: '/admin/x' }));
    await api.authenticate();
    expect(api.earlyReply?.status).toBe(302);
    await who.close();
  });

  it('has every error at once, with its place', async () => {
    const text = INI.replace('timeout = 3600', 'timeout = 1h')
      .replace('realm = Example', 'raelm = Example')
      .replace('filename = %(here)s/users', 'filename = %here/users')
      .replace('  ticket\n  basic', '  tikcet\n  basic')
      .replace('allow_unsafe = md5', '');
    expect(await failure(load('who.ini', text))).toEqual([
      ['CONFIG_UNSAFE', 4, undefined],
      ['CONFIG_BAD_VALUE', 7, 'timeout'],
      ['CONFIG_UNKNOWN', 11, 'raelm'],
      ['CONFIG_INTERPOLATION', 18, 'filename'],
      ['CONFIG_UNKNOWN', 25, 'plugins'],
    ]);
  });

  it('says what is misspelt, and what was probably meant', async () => {
    const error = await load('who.ini', INI.replace('  ticket\n  basic', '  tikcet\n  basic')).catch(
      (reason) => reason,
    );
    expect(error.message).toMatch(
      /who\.ini:25 \[identifiers\] plugins: There is no plugin "tikcet"\. Did you mean "ticket"\?/,
    );
    const text = JSON.stringify(
      { ...JSON_FILE, plugins: { basic: { use: '@who/plugin-basic-auth', raelm: 'x' } } },
      null,
      1,
    );
    const second = await load('who.json', text).catch((reason) => reason);
    expect(second.message).toMatch(/who\.json:6:4 plugins\.basic\.raelm: is not known\. Did you mean "realm"\?/);
  });

  it('names the option that a plugin refuses', async () => {
    const text = INI.replace('login_url = /login', 'login_url = /login?came_from=x').replace(
      'realm = Example',
      'realm = é',
    );
    expect(await failure(load('who.ini', text))).toEqual([
      ['CONFIG_REFUSED', 11, 'realm'],
      ['CONFIG_REFUSED', 14, 'login_url'],
    ]);
  });

  it.each([
    ['a variable that is not set', '${NO_SUCH_VARIABLE}'],
    ['a file that is not there', '${file:no-such-file}'],
  ])('refuses %s', async (_what, secret) => {
    expect(await failure(load('who.ini', INI.replace('${WHO_SECRET}', secret)))).toEqual([
      ['CONFIG_NO_SECRET', 6, 'secret'],
    ]);
  });

  it('takes a secret out of a file, without the end of its line', async () => {
    const folder = await folderWith({ users: ALICE, secret: `${SECRET}\n` });
    await writeFile(join(folder, 'who.ini'), INI.replace('${WHO_SECRET}', '${file:secret}'));
    const from = async (who: LoadedWho): Promise<string> => {
      const { headers } = await who.api(fakeRequest()).login({ login: 'alice', password: 'wonderland' });
      return headers.find(([name]) => name.toLowerCase() === 'set-cookie')?.[1].split(';')[0] ?? '';
    };
    const first = await loadWho(join(folder, 'who.ini'), { logger: listeningLogger() });
    const cookie = await from(first);
    const second = await load('who.ini', INI);
    expect((await second.api(fakeRequest({ headers: { cookie } })).authenticate())?.userid).toBe('alice');
    await Promise.all([first.close(), second.close()]);
  });

  it('tells of what is not installed', async () => {
    const plugins = { x: { use: 'no-such-package-of-anybody:make' }, y: { use: '@who/plugin-nothing' } };
    const text = JSON.stringify({ publicUrl: 'https://app.example.org', plugins }, null, 1);
    expect(await failure(load('who.json', text))).toEqual([['CONFIG_UNKNOWN', 8, 'plugins.y.use']]);
    const { y: _, ...rest } = plugins;
    const error = await load('who.json', JSON.stringify({ publicUrl: 'https://a.example.org', plugins: rest })).catch(
      (e) => e,
    );
    expect(error.message).toMatch(
      /"no-such-package-of-anybody" is not installed: npm install no-such-package-of-anybody/,
    );
  });

  it('refuses a file that is not there', async () => {
    await expect(loadWho('/no/such/who.ini')).rejects.toMatchObject({ code: 'CONFIG_UNREADABLE' });
    await expect(loadWho('who.conf')).rejects.toMatchObject({ code: 'CONFIG_UNREADABLE' });
    await expect(loadWho('who.ini', { watch: true } as LoadOptions)).rejects.toMatchObject({ code: 'BAD_OPTION' });
  });

  it('shows no secret in any error', async () => {
    const text = INI.replace('${WHO_SECRET}', `${SECRET}\nsecretfile = ${SECRET}\ntimeout = ${SECRET}%\nx = ${SECRET}`);
    const error = await load('who.ini', text).catch((reason) => reason);
    expect(JSON.stringify([error.message, error.findings])).not.toContain(SECRET);
    expect(error.findings.length).toBeGreaterThan(2);
  });
});

describe('a file that changes', () => {
  /** Moves a new file to the place of the old one, and waits until it is looked at. */
  async function change(file: string, text: string, seen: () => boolean): Promise<void> {
    await writeFile(`${file}.new`, text);
    await rename(`${file}.new`, file);
    await vi.waitFor(() => expect(seen()).toBe(true), { timeout: 10_000, interval: 5 });
  }

  it('makes another engine for the requests from then on', async () => {
    const folder = await folderWith({ users: ALICE, 'who.ini': INI });
    const file = join(folder, 'who.ini');
    const logger = listeningLogger();
    const who = await loadWho(file, { env, logger, checkIntervalMs: 5 });
    const { ticket, basic } = who.options.plugins;
    const underWay = fakeRequest({ url: '/x' });
    const before = who.api(underWay);

    await change(file, INI.replace('realm = Example', 'realm = Other'), () => who.options.plugins['basic'] !== basic);
    // What is as before is the same, with all that it remembers.
    expect(who.options.plugins['ticket']).toBe(ticket);
    // A request has one engine from its beginning to its end.
    expect(who.api(underWay)).toBe(before);
    const challenge = await who.api(fakeRequest({ method: 'PROPFIND' })).challenge(responseHead(401, []));
    expect(JSON.stringify(challenge)).toContain('Other');
    await who.close();
  });

  it('leaves the old one where the new file is wrong, and says why, once', async () => {
    const folder = await folderWith({ users: ALICE, 'who.ini': INI });
    const file = join(folder, 'who.ini');
    const logger = listeningLogger();
    const who = await loadWho(file, { env, logger, checkIntervalMs: 5 });
    const { plugins } = who.options;
    const told = (): number => logger.warnings.filter((line) => line.includes('Keeping the engine')).length;

    await change(file, INI.replace('login_url = /login', 'login_urk = /login'), () => told() === 1);
    expect(who.options.plugins).toBe(plugins);
    expect(logger.warnings.join('\n')).toMatch(/who\.ini:14 \[plugin:login\] login_urk: is not an option/);
    await expect(who.reload()).rejects.toMatchObject({ code: 'CONFIG_INVALID' });

    await change(file, INI.replace('realm = Example', 'realm = Third'), () => who.options.plugins !== plugins);
    expect(told()).toBe(1);
    await who.close();
  });

  it('counts a file of a secret, too', async () => {
    const folder = await folderWith({
      users: ALICE,
      secret: SECRET,
      'who.ini': INI.replace('${WHO_SECRET}', '${file:secret}'),
    });
    const who = await loadWho(join(folder, 'who.ini'), { logger: listeningLogger(), checkIntervalMs: 5 });
    const { ticket, basic } = who.options.plugins;
    await change(join(folder, 'secret'), `${SECRET} and more`, () => who.options.plugins['ticket'] !== ticket);
    expect(who.options.plugins['basic']).toBe(basic);
    await who.close();
  });

  it('is read at once by reload()', async () => {
    const folder = await folderWith({ users: ALICE, 'who.ini': INI });
    const who = await loadWho(join(folder, 'who.ini'), { env, logger: listeningLogger(), checkIntervalMs: 0 });
    const { basic } = who.options.plugins;
    const text = await readFile(join(folder, 'who.ini'), 'utf8');
    await writeFile(join(folder, 'who.ini'), text.replace('realm = Example', 'realm = Other'));
    await who.reload();
    expect(who.options.plugins['basic']).not.toBe(basic);
    await who.close();
  });
});
