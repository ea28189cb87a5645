import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { base } from '../../../tsup.base.js';
import { createPluginFrom } from '../src/create-plugin.js';
import { readFolder, writeFolder } from '../src/files.js';
import { createPlugin } from '../src/index.js';
import { readKit } from '../src/kit.js';
import standaloneBuild from '../standalone/tsup.config.js';
import { COMBINABLE, emptyFolder, kit, repository } from './support.js';

describe('createPlugin', () => {
  it('makes a package that needs no workspace', () => {
    const dir = join(emptyFolder(), 'new');
    const created = createPluginFrom(kit, { name: '@me/who-acme', roles: COMBINABLE, dir });
    const files = readFolder(dir);
    expect(created).toEqual({ dir, files: expect.arrayContaining([...files.keys()]), factory: 'src/acme.ts' });
    expect([...files.keys()]).toEqual(
      expect.arrayContaining(['.gitignore', 'src/acme.ts', 'test/acme.test.ts', 'vitest.config.ts']),
    );
    for (const text of files.values()) expect(text).not.toMatch(/workspace:|catalog:|\.\.\/\.\.\//);

    const manifest = JSON.parse(files.get('package.json') ?? '');
    expect(manifest).toMatchObject({
      name: '@me/who-acme',
      version: '0.1.0',
      publishConfig: { access: 'public' },
      peerDependencies: { '@who/core': '^1.2.3', '@who/metadata-cache': '^1.2.3', '@who/secrets': '^1.2.3' },
      devDependencies: { '@who/core': '^1.2.3', '@who/testkit': '^1.2.3', vitest: '^1.2.3' },
    });
    expect(Object.keys(manifest.scripts)).toEqual(['test', 'test:watch', 'typecheck', 'build', 'prepack']);
    for (const field of ['private', 'repository', 'homepage', 'bugs']) expect(manifest).not.toHaveProperty(field);
    expect(files.get('LICENSE')).toMatch(/^Copyright \(c\) \d{4} The authors of @me\/who-acme$/m);
  });

  it('makes one that signs people in elsewhere, of another template and the same parts', () => {
    const dir = join(emptyFolder(), 'new');
    const created = createPluginFrom(kit, { name: '@me/who-campus-login', roles: ['sso'], dir });
    const files = readFolder(dir);
    expect(created).toEqual({ dir, files: expect.arrayContaining([...files.keys()]), factory: 'src/campus-login.ts' });
    expect([...files.keys()]).toEqual(
      expect.arrayContaining(['.gitignore', 'CHANGELOG.md', 'test/campus-login-server.ts', 'vitest.config.ts']),
    );
    for (const text of files.values()) expect(text).not.toMatch(/workspace:|catalog:|\.\.\/\.\.\//);
    expect(files.get('src/naming.ts')).toContain("prefix: 'CAMPUS_LOGIN'");
    const readme = files.get('README.md');
    for (const word of [
      '`CAMPUS_LOGIN_PASS_INVALID`',
      '`/login/campus_login?',
      '`who_campus_login.…`',
      'campusLogin({',
      '//campus-login.example.org',
    ])
      expect(readme).toContain(word);
    expect(JSON.parse(files.get('package.json') ?? '')).toMatchObject({
      name: '@me/who-campus-login',
      version: '0.1.0',
      description: 'A sign-in elsewhere for @who',
      peerDependencies: { '@who/core': '^1.2.3', '@who/sso': '^1.2.3' },
    });
    expect(files.get('LICENSE')).toMatch(/ The authors of @me\/who-campus-login$/m);
  });

  it('keeps to the strictness of the house', () => {
    const options = (path: string) => ts.readConfigFile(path, ts.sys.readFile).config.compilerOptions;
    const own = options(`${repository}packages/create-plugin/standalone/tsconfig.json`);
    expect(own).toMatchObject(options(`${repository}tsconfig.base.json`));
  });

  it('is built as packages of the house are', () => {
    expect(standaloneBuild).toEqual(base);
  });

  it('knows the versions of all that it writes into a manifest', () => {
    const { templates, standalone, versions } = readKit();
    for (const files of [...Object.values(templates), standalone]) {
      const { devDependencies = {}, peerDependencies = {} } = JSON.parse(files.get('package.json') ?? '');
      for (const name of Object.keys({ ...devDependencies, ...peerDependencies }))
        expect(versions).toHaveProperty([name]);
    }
  });

  it('refuses to write versions that only this repository understands', () => {
    const dir = join(emptyFolder(), 'new');
    expect(() => createPlugin({ name: 'who-acme', roles: ['identifier'], dir })).toThrow(
      expect.objectContaining({ code: 'NOT_PUBLISHED' }),
    );
    expect(existsSync(dir)).toBe(false);
  });

  it.each([
    ['BAD_NAME', { name: '../acme', roles: ['identifier' as const] }],
    ['BAD_ROLES', { name: 'who-acme', roles: [] }],
    ['BAD_ROLES', { name: 'who-acme', roles: ['constructor' as 'identifier'] }],
    ['BAD_ROLES', { name: 'who-acme', roles: ['sso' as const, 'metadata-provider' as const] }],
  ])('fails with %s for %o, and writes nothing', (code, options) => {
    const folder = emptyFolder();
    expect(() => createPluginFrom(kit, { ...options, dir: join(folder, 'new') })).toThrow(
      expect.objectContaining({ code }),
    );
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('writeFolder', () => {
  const files = new Map([
    ['a.txt', 'a'],
    ['b/c.txt', 'c'],
  ]);

  it('makes the folder and those above it', () => {
    const folder = join(emptyFolder(), 'one/two');
    writeFolder(folder, files);
    expect(readFolder(folder)).toEqual(files);
  });

  it('makes a folder like any other, not one for its owner alone', () => {
    const above = emptyFolder();
    writeFolder(join(above, 'written'), files);
    mkdirSync(join(above, 'made'));
    const modeOf = (name: string) => statSync(join(above, name)).mode;
    expect(modeOf('written')).toBe(modeOf('made'));
  });

  it('fills an empty folder, which stays the one that it is', () => {
    const folder = emptyFolder();
    const { ino } = statSync(folder);
    writeFolder(folder, files);
    expect(readFolder(folder)).toEqual(files);
    expect(statSync(folder).ino).toBe(ino);
  });

  it('fills an empty folder through a link', () => {
    const [folder, other] = [emptyFolder(), emptyFolder()];
    symlinkSync(folder, join(other, 'link'));
    writeFolder(join(other, 'link'), files);
    expect(readFolder(folder)).toEqual(files);
    expect(readdirSync(other)).toEqual(['link']);
  });

  it.each(['.git', 'a.txt'])('leaves a folder alone that holds %s', (name) => {
    const folder = emptyFolder();
    writeFileSync(join(folder, name), 'mine');
    expect(() => writeFolder(folder, files)).toThrow(expect.objectContaining({ code: 'IN_THE_WAY' }));
    expect(readdirSync(folder)).toEqual([name]);
    expect(readFileSync(join(folder, name), 'utf8')).toBe('mine');
  });

  it('leaves a file alone', () => {
    const folder = emptyFolder();
    writeFileSync(join(folder, 'file'), 'mine');
    expect(() => writeFolder(join(folder, 'file'), files)).toThrow(expect.objectContaining({ code: 'IN_THE_WAY' }));
    expect(() => writeFolder(join(folder, 'file/new'), files)).toThrow(/is not a folder|could not be written/);
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('mine');
  });

  it('leaves nothing behind when it fails half-way', () => {
    const folder = emptyFolder();
    const impossible = new Map([...files, ['a.txt/d.txt', 'd']]);
    const failure = expect.objectContaining({ code: 'NOT_WRITTEN' });
    expect(() => writeFolder(join(folder, 'one/two'), impossible)).toThrow(failure);
    mkdirSync(join(folder, 'empty'));
    expect(() => writeFolder(join(folder, 'empty'), impossible)).toThrow(failure);
    expect(readdirSync(folder, { recursive: true })).toEqual(['empty']);
  });
});
