import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { anywhere } from '../src/anywhere.js';
import { main, type Place } from '../src/cli.js';
import { ROLE_NAMES } from '../src/roles.js';
import { workspace } from '../src/workspace.js';
import { emptyFolder, kit, repository } from './support.js';

/** Runs the command in this process, without a terminal. */
async function run(place: Place, ...argv: string[]) {
  const texts = { out: '', err: '' };
  const into = (name: keyof typeof texts) =>
    new Writable({
      write(chunk, _encoding, done) {
        texts[name] += chunk;
        done();
      },
    });
  const code = await main(argv, { input: new PassThrough(), output: into('out'), error: into('err') }, place);
  return { code, ...texts };
}

describe('npm create @who/plugin', () => {
  const place = anywhere(kit);

  it('makes a plugin and says how to go on', async () => {
    const dir = join(emptyFolder(), 'acme');
    const { code, out, err } = await run(place, 'who-acme', '--role', 'challenger', '-r', 'identifier', '--dir', dir);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain(`Made who-acme in ${dir}\n`);
    expect(out.match(/^\d\. /gm)).toEqual(['1. ', '2. ', '3. ']);
    expect(out).toContain('src/acme.ts');
    expect(readdirSync(dir)).toContain('package.json');
  });

  it.each([
    ['metadata-cache', 'src/acme-metadata-cache.ts'],
    ['sso', 'src/acme.ts'],
  ])('names the file of a new %s to begin with', async (role, file) => {
    const dir = join(emptyFolder(), 'acme');
    const { out } = await run(place, 'who-acme', '--role', role, '--dir', dir);
    const [named = ''] = out.match(/src\/\S+\.ts/) ?? [];
    expect(named).toBe(file);
    expect(existsSync(join(dir, named))).toBe(true);
  });

  it('helps, and says its version', async () => {
    const help = await run(place, '--help');
    expect(help).toMatchObject({ code: 0, err: '' });
    expect(help.out).toMatch(/^Usage: npm create @who\/plugin NAME -- --role ROLE/);
    for (const role of ROLE_NAMES) expect(help.out).toMatch(new RegExp(`^  ${role} +\\S`, 'm'));
    expect(await run(place, '--version')).toEqual({ code: 0, out: `${kit.version}\n`, err: '' });
  });

  it.each([
    [[], /^Usage: /],
    [['who-acme'], /Say what who-acme is to be/],
    [['--role', 'identifier'], /^Usage: /],
    [['who-acme', 'other'], /One name/],
    [['who-acme', '--roel', 'identifier'], /Unknown option '--roel'[\s\S]*--help/],
    [['who-acme', '--role', 'identifer'], /no role "identifer"\. Choose of: identifier, /],
    [['who-acme', '--role', 'sso', '-r', 'challenger'], /"sso" goes with no other role.* Leave out challenger, /],
    [['../acme', '--role', 'identifier'], /"\.\.\/acme" cannot be the name/],
    [['who-acme', '--role', 'identifier', '--dir', ''], /--dir needs/],
  ])('called with %j says what is wrong', async (argv, problem) => {
    const { code, out, err } = await run(place, ...argv);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(problem);
    expect(err).not.toContain('    at ');
  });

  it('ends with 1 when something is in the way', async () => {
    const dir = emptyFolder();
    writeFileSync(join(dir, 'mine'), '');
    const { code, err } = await run(place, 'who-acme', '--role', 'identifier', '--dir', dir);
    expect(code).toBe(1);
    expect(err).toBe(`${dir} is not empty. Choose another folder with --dir.\n`);
  });
});

describe('pnpm new-plugin', () => {
  /** A repository with nothing in it. */
  function root(): string {
    const folder = emptyFolder();
    for (const name of ['packages', '.changeset']) mkdirSync(join(folder, name));
    return folder;
  }

  it.each(['', 'Foo', 'foo_bar', '-foo', '../foo', '@me/foo', '@who/foo/bar', '2fa'])(
    'refuses the name %j',
    async (name) => {
      const at = root();
      const { code, err } = await run(workspace(kit, at), name, '--role', 'identifier');
      expect(code).toBe(2);
      expect(err).toMatch(/cannot be the name of a plugin|Unknown option|argument/);
      expect(readdirSync(join(at, 'packages'))).toEqual([]);
    },
  );

  it('wants a metadata cache to be called one', async () => {
    const { code, err } = await run(workspace(kit, root()), 'foo', '--role', 'metadata-cache');
    expect(code).toBe(2);
    expect(err).toContain('Try metadata-cache-foo.');
  });

  it('chooses the folder itself', async () => {
    expect((await run(workspace(kit, root()), 'foo', '--role', 'identifier', '--dir', 'x')).err).toContain(
      'leave out --dir',
    );
  });

  it('takes nothing that is there already', async () => {
    const at = root();
    writeFileSync(join(at, '.changeset/new-plugin-foo.md'), 'mine');
    const { code, err } = await run(workspace(kit, at), 'foo', '--role', 'identifier');
    expect(code).toBe(1);
    expect(err).toContain('Is it there already?');
    expect(readdirSync(join(at, 'packages'))).toEqual([]);
    expect(readFileSync(join(at, '.changeset/new-plugin-foo.md'), 'utf8')).toBe('mine');
  });
});

describe('the process', () => {
  const tsx = [`${repository}node_modules/tsx/dist/cli.mjs`, `${repository}packages/create-plugin/src/new-plugin.ts`];

  it('prints its usage and ends with 2 without a terminal and without arguments', () => {
    const { status, stderr } = spawnSync(process.execPath, tsx, { encoding: 'utf8', input: '' });
    expect(status).toBe(2);
    expect(stderr).toMatch(/^Usage: npx -y pnpm@12 new-plugin NAME --role ROLE/);
  });

  /** Runs the command on a terminal, and types each answer once its question is there. */
  async function onTerminal(dir: string, answers: readonly (readonly [RegExp, string])[]) {
    const program = join(emptyFolder(), 'ask.mts');
    const source = `${repository}packages/create-plugin/src`;
    writeFileSync(
      program,
      `import { anywhere } from '${source}/anywhere.ts';
       import { main } from '${source}/cli.ts';
       import { readKit } from '${source}/kit.ts';
       const versions = ${JSON.stringify(kit.versions)};
       const { stdin: input, stdout: output, stderr: error } = process;
       process.exitCode = await main(process.argv.slice(2), { input, output, error }, anywhere({ ...readKit(), versions }));`,
    );
    const command = `stty cols 100 rows 40; '${process.execPath}' '${tsx[0]}' '${program}' --dir '${dir}'`;
    const terminal = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
      env: { ...process.env, CI: undefined, TERM: 'xterm' },
    });
    onTestFinished(() => void terminal.kill('SIGKILL'));
    const ended = new Promise((resolve) => terminal.once('close', resolve));
    const left = [...answers];
    let shown = '';
    for await (const chunk of terminal.stdout) {
      shown += chunk;
      if (!left[0]?.[0].test(shown)) continue;
      shown = '';
      terminal.stdin.write(left.shift()?.[1] ?? '');
    }
    return { code: await ended, shown };
  }

  const hasScript = spawnSync('script', ['--version']).status === 0;
  describe.skipIf(!hasScript)('on a terminal (skipped without the program "script")', () => {
    it('asks for a name, until it gets a good one, and for roles', async () => {
      const dir = join(emptyFolder(), 'acme');
      const { code, shown } = await onTerminal(dir, [
        [/called\?/, 'Bad Name\r'],
        [/cannot be the name of a package/, `${'\x7f'.repeat('Bad Name'.length)}who-acme\r`],
        // The second role.
        [/is it to be\?/, '\x1b[B \r'],
      ]);
      expect(code, shown).toBe(0);
      const manifest = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'));
      expect(manifest).toMatchObject({ name: 'who-acme', description: 'An authenticator for @who' });
    });

    it('asks again for roles that do not go together', async () => {
      const dir = join(emptyFolder(), 'acme');
      const { code, shown } = await onTerminal(dir, [
        [/called\?/, 'who-acme\r'],
        // The first role and the last one; then the last one alone.
        [/is it to be\?/, ' \x1b[A \r'],
        [/goes with no other role[\s\S]*is it to be\?/, '\x1b[A \r'],
      ]);
      expect(code, shown).toBe(0);
      const manifest = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'));
      expect(manifest).toMatchObject({ description: 'A sign-in elsewhere for @who' });
    });

    it('writes nothing when whoever is asked gives up', async () => {
      const dir = join(emptyFolder(), 'acme');
      const { code, shown } = await onTerminal(dir, [[/called\?/, '\x03']]);
      expect(code).toBe(1);
      expect(shown).toContain('Nothing was written.');
      expect(existsSync(dir)).toBe(false);
    });
  });
});
