import { describe, expect, it } from 'vitest';
import { type Package, readPackages } from './packages.js';
import { importRules, importsOf, type Rule, sourceRules, templateRules } from './rules.js';

const packages = readPackages();

describe.each(packages)('packages/$folder', (of) => {
  it.each<[string, Rule]>([
    ['imports only what it may', importRules],
    ['follows the package template', templateRules],
    ['keeps its sources in order', sourceRules],
  ])('%s', (_name, rule) => {
    expect(rule(of)).toEqual([]);
  });
});

describe('the rules', () => {
  const good = packages.find(({ folder }) => folder === 'plugin-basic-auth') as Package;
  const withSource = (folder: string, text: string, path = 'src/x.ts'): Package => ({
    ...good,
    folder,
    manifest: { ...good.manifest, name: `@who/${folder}` },
    sources: [{ path, text }],
  });

  it.each([
    ['core', "import { a } from '@who/connect';", /must not import @who\/connect/],
    ['plugin-cas', "import type { A } from '@who/plugin-auth-tkt';", /must not import @who\/plugin-auth-tkt/],
    ['plugin-cas', "export { a } from '@who/metadata-cache';", /must not import @who\/metadata-cache/],
    ['plugin-cas', "const a = await import('express');", /must not import a framework/],
    ['plugin-cas', "import 'left-pad';", /package.json does not name/],
    ['plugin-cas', "import { a } from '../../core/src/index.js';", /reaches out/],
    ['plugin-cas', "import { a } from '../test/a.js';", /reaches out/],
    ['fetch', "import { once } from 'node:events';", /must not import node:events/],
    ['fetch', "import { Hono } from 'hono';", /must not import a framework/],
    ['hono', "import express from 'express';", /must not import a framework/],
    ['hono', "import { nodeRequest } from '@who/connect';", /must not import @who\/connect/],
    ['passwords', "import { a } from '@who/plugin-htpasswd';", /must not import @who\/plugin-htpasswd/],
    ['metadata-cache', "import { a } from '@who/cookies';", /must not import @who\/cookies/],
    ['sso', "import { a } from '@who/plugin-cas';", /must not import @who\/plugin-cas/],
    ['audit', "import { trace } from '@opentelemetry/api';", /package.json does not name/],
    ['opentelemetry', "import { a } from '@who/secrets';", /must not import @who\/secrets/],
    ['secrets', "import { a } from '@who/passwords';", /must not import @who\/passwords/],
    ['trace', "import type { Middleware } from '@who/connect';", /must not import @who\/connect/],
    ['cli', "import { whoMiddleware } from '@who/connect';", /must not import @who\/connect/],
    ['connect', "import {\n  a,\n} from\n  '@who/testkit';", /must not import @who\/testkit/],
  ])('see what %s must not import: %s', (folder, text, problem) => {
    expect(importRules(withSource(folder, text))).toEqual([expect.stringMatching(problem)]);
  });

  it('let through what is allowed', () => {
    const text =
      "import { a } from '@who/core';\nimport { b } from '@who/metadata-cache';\nimport { c } from './c.js';\nimport 'node:fs';";
    const cache = packages.find(({ folder }) => folder === 'plugin-metadata-cache-memory') as Package;
    expect(importRules({ ...cache, sources: [{ path: 'src/x.ts', text }] })).toEqual([]);
    const manifest = { peerDependencies: { '@who/core': '^1.0.0', '@who/fetch': '^1.0.0', hono: '^4.0.0' } };
    const hono = "import { a } from '@who/fetch';\nimport type { Context } from 'hono';";
    expect(importRules({ ...good, folder: 'hono', manifest, sources: [{ path: 'src/x.ts', text: hono }] })).toEqual([]);
    expect(importsOf("/** import { a } from 'b'; */\n// import 'c';\nconst d = `away from 'here'`;\n")).toEqual([]);
  });

  it.each([
    [{ engines: { node: '>=18' } }, /engines/],
    [{ sideEffects: true }, /sideEffects/],
    [{ exports: { '.': { default: './x.js', types: './x.d.ts' } } }, /types are not first/],
    [{ peerDependencies: { '@who/core': '*' } }, /caret/],
    [{ devDependencies: {} }, /workspace:\^/],
    [{ dependencies: { '@who/core': '^1.0.0' } }, /peer dependency/],
    [{ repository: { ...(good.manifest['repository'] as object), directory: 'packages/other' } }, /directory/],
    [{ bugs: 'https://example.org/other/who/issues' }, /bugs/],
  ])('see a manifest that leaves the template: %o', (change, problem) => {
    const problems = templateRules({ ...good, manifest: { ...good.manifest, ...change } });
    expect(problems.join('\n')).toMatch(problem);
  });

  it('see a package without a README', () => {
    expect(templateRules({ ...good, files: good.files.filter((file) => file !== 'README.md') })).toContain(
      'there is no README.md',
    );
  });

  it.each([
    ['export default 1;', 'src/x.ts', /default export/],
    ["export * from './a.js';", 'src/x.ts', /export \*/],
    ['export const a = 1;', 'src/index.ts', /more than named re-exports/],
    ["URL.canParse('x');", 'src/x.ts', /parseUrl/],
    ['\n'.repeat(300), 'src/x.ts', /300 lines/],
  ])('see %j in %s', (text, path, problem) => {
    expect(sourceRules(withSource('core', text, path))).toEqual([expect.stringMatching(problem)]);
  });
});
