import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { makeCertificate } from '@who/dev-server';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type RunningCommand, running } from '../../dev-server/test/running.js';
import { main } from '../src/cli/main.js';
import { start, statusOf } from './helpers.js';

/** Runs the command in this process, and says where its server is. */
function run(...argv: readonly string[]): RunningCommand & { readonly url: Promise<string> } {
  const command = running(main, argv);
  const url = command.greeting.then(() => /development: (\S+)/.exec(command.out())?.[1] ?? '');
  return { ...command, url };
}

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'dev-cas-server-test-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

async function fileWith(text: string): Promise<string> {
  const file = join(await newFolder(), 'file');
  await writeFile(file, text);
  return file;
}

describe('the command', () => {
  it('prints its address and the accounts, and ends when told to', async () => {
    const command = run('--port', '0');
    const url = await command.url;
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/cas$/);
    expect(command.out()).toBe(
      `CAS server for development: ${url}\nAccounts (user name / password):\n  ada / ada\n  bob / bob\n  zoe / zoe\nCtrl-C ends it.\n`,
    );
    expect((await fetch(`${url}/login`)).status).toBe(200);
    command.stop();
    expect(await command.code).toBe(0);
    await expect(fetch(`${url}/login`)).rejects.toThrow();
  });

  it('ends at once when it was told to before it had started', async () => {
    const command = run('--port=0');
    command.stop();
    expect(await command.code).toBe(0);
  });

  it('takes its options', async () => {
    const users = await fileWith('{"eve": {"password": "adam", "attributes": {"groups": ["a", "b"]}}}');
    const command = run('--port=0', '--base-path=/', `--users=${users}`, '--attribute-style=name-value', '--quiet');
    const url = await command.url;
    expect(new URL(url).pathname).toBe('/');
    expect(command.out()).toContain('  eve / adam\n');
    const page = await (await fetch(`${url}/login`)).text();
    expect(page).toContain('<td>eve</td><td>adam</td>');
  });

  it('speaks https, and leaves the certificate to trust in a file while it runs', async () => {
    const command = run('--port=0', '--tls');
    const url = await command.url;
    const [, path = ''] = /clients to trust: (.*)\n/.exec(command.out()) ?? [];
    expect(await statusOf(`${url}/login`, await readFile(path, 'utf8'))).toBe(200);
    command.stop();
    expect(await command.code).toBe(0);
    expect(existsSync(dirname(path))).toBe(false);
  });

  it('leaves it where it was told to, for good', async () => {
    const path = join(await newFolder(), 'ca.pem');
    const command = run('--port=0', '--tls', '--ca-file', path);
    const url = await command.url;
    expect(await statusOf(`${url}/login`, await readFile(path, 'utf8'))).toBe(200);
    command.stop();
    await command.code;
    expect(existsSync(path)).toBe(true);
  });

  it('takes a certificate', async () => {
    const { ca, cert, key } = makeCertificate('a server', Date.now());
    const command = run('--port=0', '--cert', await fileWith(cert), '--key', await fileWith(key));
    const url = await command.url;
    expect(url).toMatch(/^https:/);
    expect(command.out()).not.toContain('clients to trust');
    expect(await statusOf(`${url}/login`, ca)).toBe(200);
  });

  it('says when it cannot read a certificate, or use it, or write that of the authority', async () => {
    const { cert } = makeCertificate('a server', Date.now());
    const missing = run('--port=0', '--cert', '/nowhere/cert.pem', '--key', '/nowhere/key.pem');
    expect(await missing.code).toBe(1);
    expect(missing.err()).toContain('Cannot read the certificate: ENOENT');
    const foreign = run(
      '--port=0',
      '--cert',
      await fileWith(cert),
      '--key',
      await fileWith(makeCertificate('a server', 0).key),
    );
    expect(await foreign.code).toBe(2);
    expect(foreign.err()).toContain('do not work together');
    const unwritable = run('--port=0', '--tls', '--ca-file', '/nowhere/ca.pem');
    expect(await unwritable.code).toBe(1);
    expect(unwritable.err()).toContain('Cannot write the certificate of the authority: ENOENT');
  });

  it('says what happens, unless told to be quiet', async () => {
    const [loud, quiet] = [run('--port=0'), run('--port=0', '--quiet')];
    for (const command of [loud, quiet]) await fetch(`${await command.url}/validate`);
    expect(loud.out()).toContain('\n/validate: INVALID_REQUEST\n');
    expect(quiet.out()).not.toContain('/validate');
  });

  it('helps', async () => {
    for (const flag of ['--help', '-h']) {
      const command = run(flag);
      expect(await command.code).toBe(0);
      expect(command.out()).toMatch(/^Usage: npx @who\/dev-cas-server \[options\]\n/);
      expect(command.out()).toContain('Never use it in production.');
    }
  });

  it.each([
    [['--prot', '0'], /^Unknown option '--prot'\. Did you mean "--port"\?\nTry npx @who\/dev-cas-server --help/],
    [['--ca_file=x'], /Did you mean "--ca-file"\?/],
    [['--cert', 'x'], /--cert needs --key/],
    [['--key', 'x'], /--cert needs --key/],
    [['extra'], /Unexpected argument 'extra'/],
    [['--port'], /'--port <value>' argument missing/],
    [['--port', 'x'], /"port" must be a whole number/],
    [['--port', ''], /"port" must be a whole number/],
    [['--port', '70000'], /"port" must be a whole number/],
    [['--host', '0.0.0.0'], /"host" must be one of/],
    [['--attribute-style', 'x'], /"attributeStyle" must be one of/],
    [['--logout-channel', 'x'], /"logoutChannel" must be one of/],
    [['--ticket-lifetime', '0'], /"ticketLifetimeSeconds"/],
  ])('called with %j says what is wrong', async (argv, problem) => {
    const command = run(...argv);
    expect(await command.code).toBe(2);
    expect(command.err()).toMatch(problem);
    expect(command.err()).not.toContain('    at ');
    expect(command.out()).toBe('');
  });

  it('says when the port is in use', async () => {
    const { port } = await start();
    const command = run('--port', String(port));
    expect(await command.code).toBe(1);
    expect(command.err()).toBe(`[@who/dev-cas-server] Port ${port} of 127.0.0.1 is in use. Choose another one.\n`);
  });

  it('says when it cannot read the accounts', async () => {
    const missing = run('--port=0', '--users', '/nowhere/users.json');
    expect(await missing.code).toBe(1);
    expect(missing.err()).toContain('Cannot read the accounts: ENOENT');
    const broken = run('--port=0', '--users', await fileWith('{'));
    expect(await broken.code).toBe(1);
    expect(broken.err()).toContain('Cannot read the accounts: ');
    const wrong = run('--port=0', '--users', await fileWith('{"ada": {}}'));
    expect(await wrong.code).toBe(2);
    expect(wrong.err()).toContain('must give "ada" a "password"');
  });
});
