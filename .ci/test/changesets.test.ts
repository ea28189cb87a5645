import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { pendingReleases } from '../changesets/pending.js';
import { missingChangesets } from '../changesets/required.js';

const folder = 'packages/plugin-x';
const manifest = {
  name: '@who/plugin-x',
  version: '1.0.0',
  files: ['dist', 'template'],
  dependencies: { a: '^1.0.0' },
};
const missing = (files: string, version = '1.0.0'): string[] => [
  `@who/plugin-x: no changeset for what changed since ${version}: ${files}`,
];

let root: string;

function git(...args: string[]): void {
  const author = ['-c', 'user.name=test', '-c', 'user.email=test@localhost', '-c', 'commit.gpgsign=false'];
  execFileSync('git', [...author, ...args], { cwd: root, stdio: 'pipe' });
}

function write(path: string, content: string | object): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), typeof content === 'string' ? content : JSON.stringify(content, null, 2));
}

function commit(path: string, content: string | object): void {
  write(path, content);
  git('add', '--all');
  git('commit', '--quiet', '--message', path);
}

function changeset(bump: string, name = manifest.name): [path: string, content: string] {
  return [`.changeset/${bump}.md`, `---\n"${name}": ${bump}\n---\n\nA change.\n`];
}

const folders = mkdtempSync(join(tmpdir(), 'who-history-'));
beforeAll(() => {
  root = join(folders, 'released');
  mkdirSync(root);
  git('init', '--quiet', '--initial-branch=main');
  write('.changeset/README.md', '# Changesets\n');
  write(`${folder}/package.json`, { ...manifest, version: '0.1.0' });
  commit(`${folder}/src/index.ts`, 'export const a = 1;');
  commit(`${folder}/package.json`, manifest);
});
beforeEach(({ task }) => {
  root = join(folders, task.id);
  cpSync(join(folders, 'released'), root, { recursive: true });
});
afterAll(() => rmSync(folders, { recursive: true, force: true }));

describe('a changeset', () => {
  it('is not needed right after a release', async () => {
    expect(await missingChangesets(root)).toEqual([]);
  });

  it.each(['src/index.ts', 'src/new/file.ts', 'README.md', 'LICENSE', 'tsup.config.ts', 'template/test/x.ts'])(
    'is needed when %s changes',
    async (path) => {
      write(`${folder}/${path}`, 'changed');
      expect(await missingChangesets(root)).toEqual(missing(path));
    },
  );

  it('is needed before and after the change is committed', async () => {
    write(`${folder}/src/index.ts`, 'changed');
    expect(await missingChangesets(root)).toEqual(missing('src/index.ts'));
    git('add', '--all');
    expect(await missingChangesets(root)).toEqual(missing('src/index.ts'));
    git('commit', '--quiet', '--message', 'Change');
    expect(await missingChangesets(root)).toEqual(missing('src/index.ts'));
    write(...changeset('patch'));
    expect(await missingChangesets(root)).toEqual([]);
  });

  it.each(['test/x.test.ts', 'CHANGELOG.md', 'tsconfig.json', '../../README.md', '../plugin-xy/src/index.ts'])(
    'is not needed when %s changes',
    async (path) => {
      commit(`${folder}/${path}`, 'changed');
      expect(await missingChangesets(root)).toEqual([]);
    },
  );

  it.each([
    { dependencies: { a: '^2.0.0' } },
    { peerDependencies: { b: '^1.0.0' } },
    { exports: { '.': './dist/x.js' } },
    { bin: { x: './dist/x.js' } },
    { engines: { node: '>=22' } },
  ])('is needed when package.json gets %o', async (change) => {
    commit(`${folder}/package.json`, { ...manifest, ...change });
    expect(await missingChangesets(root)).toEqual(missing('package.json'));
  });

  it('is not needed for development dependencies and scripts', async () => {
    commit(`${folder}/package.json`, { ...manifest, devDependencies: { a: '1' }, scripts: { build: 'tsup' } });
    expect(await missingChangesets(root)).toEqual([]);
  });

  it('is needed when a source file goes away', async () => {
    git('rm', '--quiet', `${folder}/src/index.ts`);
    expect(await missingChangesets(root)).toEqual(missing('src/index.ts'));
  });

  it('has to name the package, and to raise it', async () => {
    commit(`${folder}/src/index.ts`, 'changed');
    commit(...changeset('minor', '@who/plugin-xy'));
    expect(await missingChangesets(root)).toEqual(missing('src/index.ts'));
    commit(...changeset('none'));
    expect(await missingChangesets(root)).toEqual(missing('src/index.ts'));
    commit(...changeset('major'));
    expect(await missingChangesets(root)).toEqual([]);
  });

  it('is not needed for a private package', async () => {
    commit(`${folder}/package.json`, { ...manifest, private: true, bin: './x.js' });
    expect(await missingChangesets(root)).toEqual([]);
  });

  it('counts until the next release only', async () => {
    commit(`${folder}/src/index.ts`, 'changed');
    write(`${folder}/package.json`, { ...manifest, version: '1.0.1' });
    expect(await missingChangesets(root)).toEqual([]);
    git('commit', '--quiet', '--all', '--message', 'Release');
    expect(await missingChangesets(root)).toEqual([]);
    commit(`${folder}/src/index.ts`, 'changed again');
    expect(await missingChangesets(root)).toEqual(missing('src/index.ts', '1.0.1'));
  });

  it('is needed on a branch, and on main after a release was merged before it', async () => {
    git('switch', '--quiet', '--create', 'feature');
    commit(`${folder}/README.md`, 'changed');
    expect(await missingChangesets(root)).toEqual(missing('README.md'));

    git('switch', '--quiet', 'main');
    git('switch', '--quiet', '--create', 'release');
    commit(`${folder}/package.json`, { ...manifest, version: '1.1.0' });
    git('switch', '--quiet', 'main');
    git('merge', '--quiet', '--no-ff', '--message', 'Merge the release', 'release');
    expect(await missingChangesets(root)).toEqual([]);
    git('merge', '--quiet', '--no-ff', '--message', 'Merge the feature', 'feature');
    expect(await missingChangesets(root)).toEqual(missing('README.md', '1.1.0'));
  });

  it('cannot be asked for in a shallow clone, which is told what to do', async () => {
    commit(`${folder}/src/index.ts`, 'changed');
    const origin = root;
    root = join(origin, 'shallow');
    mkdirSync(root);
    git('clone', '--quiet', '--depth', '1', `file://${origin}`, '.');
    expect(await missingChangesets(root)).toEqual([expect.stringMatching(/git fetch --unshallow/)]);
    write(...changeset('patch'));
    expect(await missingChangesets(root)).toEqual([]);
    rmSync(join(root, '.changeset/patch.md'));
    git('fetch', '--quiet', '--unshallow');
    expect(await missingChangesets(root)).toEqual(missing('src/index.ts'));
  });
});

describe('pending changesets', () => {
  it('are read as their authors write them, the highest bump counts', () => {
    write('.changeset/a.md', '---\n\'@who/a\': patch\n"@who/b": minor\nc: major\n---\n\n"@who/d": major in the text\n');
    write('.changeset/b.md', '---\r\n"@who/a": minor\r\n"@who/b": patch\r\n---\r\n\r\nText.\r\n');
    write('.changeset/empty.md', '---\n---\n\nNothing is released.\n');
    expect(Object.fromEntries(pendingReleases(root))).toEqual({ '@who/a': 'minor', '@who/b': 'minor', c: 'major' });
  });
});
