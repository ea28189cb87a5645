import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasNginx, startNginx } from '../nginx.js';
import { freePort } from '../ports.js';
import { type ServerProcess, startServerProcess } from '../server-process.js';
import { absent, startRepoze } from './repoze.js';
import { cookieFrom, cookiesOf, PERSON, visit, whoami } from './visits.js';

const guide = readFileSync(new URL('../../../../packages/config/MIGRATION.md', import.meta.url), 'utf8');
/** The blocks of a language, in order. */
const blocks = (language: string): readonly string[] =>
  [...guide.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(([, text = '']) => text);

const who = fileURLToPath(new URL('../../../../packages/cli/dist/bin.js', import.meta.url));
const HTML = { accept: 'text/html' };

/** What a site has before, and what step 1 adds. */
const ini = (url: string): string => `[plugin:auth_tkt]
use = repoze.who.plugins.auth_tkt:make_plugin
secret = a shared secret of 32 bytes, or more
timeout = 3600
reissue_time = 600
[plugin:redirector]
use = repoze.who.plugins.redirector:make_plugin
login_url = /login
came_from_param = came_from
[plugin:htpasswd]
use = repoze.who.plugins.htpasswd:make_plugin
filename = %(here)s/passwd
check_fn = repoze.who.plugins.htpasswd:crypt_check
[general]
request_classifier = repoze.who.classifiers:default_request_classifier
challenge_decider = repoze.who.classifiers:default_challenge_decider
[identifiers]
plugins = auth_tkt
[authenticators]
plugins = auth_tkt htpasswd
[challengers]
plugins = redirector
${(blocks('ini')[0] ?? '').replace('https://www.example.org', url)}allow_unsafe = md5 des-crypt
`;

const needs = [absent, hasNginx ? '' : 'nginx, and root'].filter(Boolean).join(', ');

describe.skipIf(needs !== '')(`the way from Python to Node${needs && ` (skipped: needs ${needs})`}`, () => {
  let folder: string;
  let file: string;
  let there: ServerProcess;
  let node: ServerProcess;
  let site: ServerProcess;

  const startNode = async (config: string): Promise<ServerProcess> => {
    const port = await freePort();
    return startServerProcess({
      program: process.execPath,
      args: () => ['--no-warnings', join(folder, 'app.mjs')],
      files: () => ({}),
      env: { WHO_CONFIG: config, PORT: String(port), ...variables },
      chatty: true,
      url: `http://127.0.0.1:${port}`,
    });
  };
  const startSite = async (port: number): Promise<ServerProcess> => {
    const directives = (blocks('nginx')[0] ?? '')
      .replace('http://127.0.0.1:6543', there.url)
      .replace('http://127.0.0.1:3000', node.url);
    return startNginx(port, [directives]);
  };
  const command = (...args: readonly string[]): string =>
    execFileSync(process.execPath, [who, ...args], { encoding: 'utf8' });
  let variables: Record<string, string> = {};

  beforeAll(async () => {
    // Beside the packages, so that the program finds them.
    folder = mkdtempSync(fileURLToPath(new URL('migration-', import.meta.url)));
    file = join(folder, 'who.ini');
    const port = await freePort();
    writeFileSync(file, ini(`http://127.0.0.1:${port}`));
    writeFileSync(join(folder, 'app.mjs'), blocks('js')[0] ?? '');
    there = await startRepoze(file);
    node = await startNode(file);
    site = await startSite(port);
  });
  afterAll(async () => {
    await Promise.all([site?.stop(), node?.stop(), there?.stop()]);
    await rm(folder, { recursive: true, force: true });
  });

  it('sees what the file means', () => {
    expect(command('check', file)).toMatch(/auth_tkt: @who\/plugin-auth-tkt {2}\(for repoze\.who/);
  });

  it('sends strangers from Node to the login page of Python, and back', async () => {
    const sent = await visit(site, '/reports', { headers: HTML });
    expect(sent.headers.get('location')).toBe('/login?came_from=%2Freports');
    expect(await (await visit(site, '/login?came_from=%2Freports', { headers: HTML })).text()).toContain(
      'value="/reports"',
    );
    const cookie = await cookieFrom(site, 'auth_tkt');
    expect(await whoami(site, { cookie })).toBe(PERSON.login);
    expect(await (await visit(site, '/reports', { headers: { ...HTML, cookie } })).text()).toBe('Reports for chrism\n');
  });

  it('signs out on both sides at once', async () => {
    const cookie = await cookieFrom(site, 'auth_tkt');
    const response = await visit(site, '/logout', { method: 'POST', headers: { ...HTML, cookie } });
    const after = { ...HTML, cookie: cookiesOf(response, 'auth_tkt') };
    expect((await visit(site, '/reports', { headers: after })).status).toBe(302);
  });

  it('has both sides do as the file says', () => {
    expect(command('check', file, '--against', there.url, '--page', '/private')).toMatch(
      /as it says: a browser at \/private/,
    );
    expect(command('check', file, '--against', node.url, '--page', '/reports')).toMatch(
      /as it says: a browser at \/reports/,
    );
  });

  it('leaves who.ini for YAML, and tickets of Python still count', async () => {
    const yaml = join(folder, 'who.yaml');
    writeFileSync(yaml, command('convert', file, '--to', 'yaml'));
    variables = { WHO_AUTH_TKT_SECRETS: 'a shared secret of 32 bytes, or more' };
    const another = await startNode(yaml);
    try {
      const cookie = await cookieFrom(there, 'auth_tkt');
      expect(await (await visit(another, '/reports', { headers: { ...HTML, cookie } })).text()).toBe(
        'Reports for chrism\n',
      );
    } finally {
      await another.stop();
    }
  });
});
