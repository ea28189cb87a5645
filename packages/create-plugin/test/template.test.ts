import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readKit } from '../src/kit.js';
import { keepRegions } from '../src/regions.js';
import type { Role } from '../src/roles.js';
import { type Draft, draftPlugin } from '../src/template.js';
import { tidySource } from '../src/tidy.js';
import { COMBINABLE, repository } from './support.js';

const kit = readKit();

/** Every choice of roles: 127 that go together, and `sso`. */
const choices: readonly Role[][] = [
  ...Array.from({ length: 2 ** COMBINABLE.length - 1 }, (_, index) =>
    COMBINABLE.filter((_, role) => (index + 1) & (1 << role)),
  ),
  ['sso'],
];
// A name that sorts and wraps as the template's does: what depends on the name is for a formatter to settle.
const drafts: readonly Draft[] = choices.map((roles) => draftPlugin(kit, '@me/who-signet', roles));

describe('a plugin of any roles', () => {
  it('has no mark and no word of the template', () => {
    for (const { files, manifest } of drafts) {
      for (const [path, text] of files) expect(path + text).not.toMatch(/sesame|#(?:with|without|end)\b/i);
      expect(manifest.name + manifest.description).not.toMatch(/sesame/i);
    }
  });

  it('has no empty file, and what every package has', () => {
    for (const { files } of drafts) {
      expect([...files.values()].filter((text) => text.trim() === '')).toEqual([]);
      for (const path of ['README.md', 'LICENSE', 'src/index.ts', 'src/options.ts', 'test/conformance.test.ts']) {
        expect([...files.keys()]).toContain(path);
      }
    }
  });

  it('depends on what it imports, and on nothing else', () => {
    for (const { files, manifest } of drafts) {
      const imported = new Set<string>();
      for (const [path, text] of files) {
        if (!path.endsWith('.ts') || path === 'tsup.config.ts') continue;
        for (const { fileName } of ts.preProcessFile(text).importedFiles) {
          if (!/^(?:\.|node:|vitest$)/.test(fileName)) imported.add(fileName);
        }
      }
      expect(Object.keys(manifest.devDependencies).sort()).toEqual([...imported].sort());
    }
  });

  it('runs one suite for each role', () => {
    for (const [index, { files }] of drafts.entries()) {
      const suites = files.get('test/conformance.test.ts')?.match(/^test\w+(?=\(runner)/gm);
      const roles = choices[index]?.flatMap((role) => (role === 'sso' ? SSO : role));
      const wanted = roles?.map((role) => `test${role.replace(/(?:^|-)(.)/g, (_, first) => first.toUpperCase())}`);
      expect(suites?.sort()).toEqual(wanted?.sort());
    }
  });

  it('parses, uses all that it declares and imports, and is formatted: Biome finds nothing', () => {
    const folder = mkdtempSync(join(tmpdir(), 'who-create-plugin-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const config = JSON.parse(readFileSync(`${repository}biome.json`, 'utf8'));
    // The house's rules, for a folder that is in no repository.
    writeFileSync(join(folder, 'biome.json'), JSON.stringify({ ...config, $schema: undefined, vcs: undefined }));
    for (const [index, { files }] of drafts.entries()) {
      for (const [path, text] of files) {
        const at = join(folder, String(index), path);
        mkdirSync(dirname(at), { recursive: true });
        writeFileSync(at, text);
      }
    }
    const numbers = drafts.map((_, index) => String(index));
    const { stdout, stderr, status } = spawnSync(
      `${repository}node_modules/.bin/biome`,
      ['check', '--max-diagnostics=20', ...numbers],
      { cwd: folder, encoding: 'utf8' },
    );
    expect(status, stdout + stderr).toBe(0);
  });

  it('compiles', () => {
    const some = drafts.filter((_, index) => [1, 2, 3, COMBINABLE.length].includes(choices[index]?.length ?? 0));
    expect(problemsOf(some)).toEqual([]);
  });
});

/** What a plugin that signs people in elsewhere is. */
const SSO: readonly Role[] = ['identifier', 'authenticator', 'challenger'];

/** What TypeScript says about plugins that lie, as far as it knows, beside the template. */
function problemsOf(plugins: readonly Draft[]): string[] {
  const virtual = new Map<string, string>();
  for (const [index, { files }] of plugins.entries()) {
    for (const [path, text] of files) {
      if (/^(?:src|test)\//.test(path)) virtual.set(`${repository}packages/create-plugin/${index}/${path}`, text);
    }
  }
  const config = ts.getParsedCommandLineOfConfigFile(
    `${repository}tsconfig.json`,
    {},
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic() {} },
  );
  const options = config?.options ?? {};
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, directoryExists } = host;
  host.fileExists = (path) => virtual.has(path) || fileExists(path);
  host.readFile = (path) => virtual.get(path) ?? readFile(path);
  const folders = new Set([...virtual.keys()].flatMap((path) => [dirname(path), dirname(dirname(path))]));
  host.directoryExists = (path) => folders.has(path) || (directoryExists?.(path) ?? true);
  const program = ts.createProgram({ rootNames: [...virtual.keys()], options, host });
  return [...virtual.keys()].flatMap((path) => {
    const file = program.getSourceFile(path);
    const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    return found.map(({ messageText }) => `${path}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
  });
}

describe('keepRegions', () => {
  const keep = (text: string, ...roles: Role[]) => keepRegions(text, new Set(roles));

  it('keeps what belongs to a chosen role', () => {
    const text = 'a\n// #with identifier challenger\nb\n// #end\n <!-- #with authenticator -->\nc\n <!-- #end -->\nd';
    expect(keep(text, 'challenger')).toBe('a\nb\nd');
    expect(keep(text, 'authenticator')).toBe('a\nc\nd');
  });

  it('keeps what stands in for a role that is missing', () => {
    const text = ' * // #without identifier challenger\nb\n * // #end';
    expect(keep(text, 'identifier')).toBe('b');
    expect(keep(text, 'identifier', 'challenger')).toBe('');
  });

  it('knows regions in regions', () => {
    const text = '// #with identifier\n// #without challenger\na\n// #end\nb\n// #end';
    expect(keep(text, 'identifier')).toBe('a\nb');
    expect(keep(text, 'identifier', 'challenger')).toBe('b');
    expect(keep(text, 'challenger')).toBe('');
  });

  it.each(['// #with identifier', '// #end', '// #with identifer\n// #end'])('refuses %j', (text) => {
    expect(() => keep(text)).toThrow(/region/);
  });
});

describe('tidySource', () => {
  it.each([
    ['an import that nobody uses', "import { a } from './a.js';\n\nb();\n", 'b();\n'],
    [
      'a name that nobody uses',
      "import { a, type B } from 'a';\n\na('B'); // B\n",
      "import { a } from 'a';\n\na('B'); // B\n",
    ],
    ['types alone', "import { a, type B } from 'a';\n\nlet b: B;\n", "import type { B } from 'a';\n\nlet b: B;\n"],
    ['blank lines', '\n\na({\n\n  b: 1,\n\n\n  c: 1,\n\n});\n\n', 'a({\n  b: 1,\n\n  c: 1,\n});\n'],
    ['short lists', 'const {\n  a,\n  b = 1,\n} = c;\n', 'const { a, b = 1 } = c;\n'],
    ['a short parameter', 'function a(\n  b: C,\n): D {\n', 'function a(b: C): D {\n'],
    ['nothing left', "// a\nimport { a } from 'a';\n", '// a\n'],
  ])('tidies %s', (_, text, tidy) => {
    expect(tidySource(text)).toBe(tidy);
  });

  it('leaves lists alone that are too long for a line', () => {
    const text = `import {\n  ${'a'.repeat(60)},\n  ${'b'.repeat(60)},\n} from 'c';\n\n${'a'.repeat(60)}(${'b'.repeat(60)});\n`;
    expect(tidySource(text)).toBe(text);
  });
});
