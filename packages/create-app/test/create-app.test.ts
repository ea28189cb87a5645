import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { main } from '../src/cli.js';
import { CreateAppError, createApp, type Framework } from '../src/index.js';

const EXAMPLES = fileURLToPath(new URL('../../../examples', import.meta.url));
const frameworks = readdirSync(EXAMPLES).filter((name) => existsSync(join(EXAMPLES, name, 'package.json')));

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'who-create-app-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function codeOf(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof CreateAppError) return error.code;
    throw error;
  }
}

describe('createApp', () => {
  it.each(frameworks)('copies the example of %s, under its own name', (framework) => {
    const dir = join(emptyFolder(), 'deep', 'app');
    const made = createApp({ name: '@me/app', framework: framework as Framework, dir });
    expect(made.dir).toBe(dir);
    expect(made.scripts[0]).toBe('setup');
    const manifest = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'));
    const example = JSON.parse(readFileSync(join(EXAMPLES, framework, 'package.json'), 'utf8'));
    expect(manifest).toEqual({ ...example, name: '@me/app' });
    const ignored = readFileSync(join(dir, '.gitignore'), 'utf8').split('\n');
    expect(ignored).toEqual(expect.arrayContaining(['node_modules/', '.env', 'users.htpasswd']));
    expect(readdirSync(dir)).toEqual(expect.arrayContaining(['README.md', 'setup.mjs', 'src']));
    expect(readdirSync(dir)).not.toContain('gitignore');
    // Nothing is left beside it.
    expect(readdirSync(join(dir, '..'))).toEqual(['app']);
  });

  it('fills an empty folder, and leaves others alone', () => {
    const dir = emptyFolder();
    createApp({ name: 'app', framework: 'connect', dir });
    expect(readdirSync(dir)).toContain('package.json');
    const before = readFileSync(join(dir, 'package.json'), 'utf8');
    expect(codeOf(() => createApp({ name: 'other', framework: 'hono', dir }))).toBe('IN_THE_WAY');
    expect(readFileSync(join(dir, 'package.json'), 'utf8')).toBe(before);
    expect(codeOf(() => createApp({ name: 'a', framework: 'hono', dir: join(dir, 'README.md') }))).toBe('IN_THE_WAY');
  });

  it('leaves nothing behind where it cannot write', () => {
    const parent = emptyFolder();
    writeFileSync(join(parent, 'file'), '');
    expect(codeOf(() => createApp({ name: 'a', framework: 'hono', dir: join(parent, 'file', 'a') }))).toMatch(
      /IN_THE_WAY|NOT_WRITTEN/,
    );
    expect(readdirSync(parent)).toEqual(['file']);
  });

  it.each(['', '..', '../app', 'App', '/tmp/app', 'a b', '@me/../app', 'node_modules', '.env', 'a'.repeat(215)])(
    'refuses the name %j',
    (name) => {
      const dir = join(emptyFolder(), 'app');
      expect(codeOf(() => createApp({ name, framework: 'connect', dir }))).toBe('BAD_NAME');
      expect(existsSync(dir)).toBe(false);
    },
  );

  it.each(['', 'koa', '../connect', '__proto__', 'toString'])('refuses the framework %j', (framework) => {
    expect(codeOf(() => createApp({ name: 'app', framework: framework as Framework }))).toBe('BAD_FRAMEWORK');
  });
});

describe('npm create @who/app', () => {
  async function run(...argv: string[]) {
    const texts = { out: '', err: '' };
    const into = (name: keyof typeof texts) =>
      new Writable({
        write(chunk, _encoding, done) {
          texts[name] += chunk;
          done();
        },
      });
    const code = await main(argv, { input: new PassThrough(), output: into('out'), error: into('err') });
    return { code, ...texts };
  }

  it('makes an application, and says how to start it', async () => {
    const dir = join(emptyFolder(), 'my-app');
    const { code, out, err } = await run('my-app', '--framework', 'nextjs', '--dir', dir);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain(`Made my-app in ${dir}\n`);
    expect(out.match(/^\d\. .*/gm)?.slice(1)).toEqual([
      '2. npm run setup',
      '3. npm run user alice',
      '4. npm run build',
      '5. npm start',
    ]);
  });

  it('helps, and says its version', async () => {
    const help = await run('--help');
    expect(help).toMatchObject({ code: 0, err: '' });
    for (const framework of frameworks) expect(help.out).toContain(`  ${framework} `);
    expect((await run('-v')).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it.each([
    [[], /^Usage: /],
    [['app'], /Say what app is to be made with/],
    [['app', 'other'], /One name/],
    [['app', '--framwork', 'hono'], /Unknown option/],
    [['app', '--framework', 'koa'], /no application with "koa"\. Choose of: connect, /],
    [['../app', '--framework', 'hono'], /cannot be the name/],
    [['app', '--framework', 'hono', '--dir', ''], /--dir needs/],
  ])('called with %j says what is wrong', async (argv, problem) => {
    const { code, out, err } = await run(...argv);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(problem);
    expect(err).not.toContain('    at ');
  });

  it('ends with 1 when something is in the way', async () => {
    const dir = emptyFolder();
    mkdirSync(join(dir, 'mine'));
    expect(await run('app', '-f', 'hono', '--dir', dir)).toMatchObject({ code: 1, out: '' });
    expect(readdirSync(dir)).toEqual(['mine']);
  });
});
