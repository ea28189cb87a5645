import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { advisoriesFor, readReport } from '../supply/advisories.js';
import { closureOf, type Foreign } from '../supply/closure.js';
import { supplyProblems } from '../supply/limits.js';
import { readText, withTable } from '../supply/table.js';
import { readPackages } from './packages.js';

const folders = readPackages()
  .map(({ folder }) => folder)
  .filter((folder) => folder !== 'plugin-sesame');

describe('what users install', () => {
  it.each(folders)('with %s stays small, is free, and runs nothing when it is installed', (folder) => {
    expect(supplyProblems(folder, closureOf([folder]))).toEqual([]);
  });

  it('for a first sign-in is cookie, and nothing else of anybody', () => {
    expect(closureOf(['core', 'connect', 'plugin-auth-tkt']).map(({ name }) => name)).toEqual(['cookie']);
  });

  it('stands in SECURITY.md', () => {
    expect(readText() === withTable(), 'run: npx -y pnpm@12 run supply').toBe(true);
  });
});

describe('the rules', () => {
  const good: Foreign = { name: 'x', version: '1.0.0', license: 'MIT', bytes: 1000, installScripts: [] };

  it.each<[Partial<Foreign>, RegExp]>([
    [{ license: '(MIT OR GPL-3.0-only)' }, /^$/],
    [{ license: 'MIT AND GPL-3.0-only' }, /licence MIT AND GPL/],
    [{ license: 'none' }, /licence none/],
    [{ installScripts: ['postinstall'] }, /runs postinstall/],
    [{ bytes: 50_000_000 }, /50000 kB/],
  ])('look at %o', (change, problem) => {
    expect(supplyProblems('core', [{ ...good, ...change }]).join('\n')).toMatch(problem);
  });

  it('count', () => {
    expect(
      supplyProblems(
        'core',
        Array.from({ length: 40 }, () => good),
      ).join('\n'),
    ).toMatch(/40 packages/);
  });
});

describe('advisories', () => {
  it('are those of the registry', async () => {
    const hole = {
      id: 1,
      url: 'https://advisories.example/1',
      title: 'A hole',
      severity: 'high',
      vulnerable_versions: '<2.0.0',
    };
    let sent = 0;
    const server = createServer((req, res) => {
      sent++;
      res.setHeader('Content-Type', 'application/json');
      res.end(JSON.stringify(req.url?.endsWith('/bulk') ? { 'left-open': [hole] } : packument));
    });
    const version = { name: 'left-open', version: '1.0.0', dist: { tarball: 'http://localhost/x.tgz' } };
    const packument = { name: 'left-open', 'dist-tags': { latest: '1.0.0' }, versions: { '1.0.0': version } };
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const folder = await mkdtemp(join(tmpdir(), 'who-advisories-'));
    try {
      const dependencies = { 'left-open': '1.0.0' };
      const lock = {
        name: 'x',
        lockfileVersion: 3,
        requires: true,
        packages: { '': { dependencies }, 'node_modules/left-open': { version: '1.0.0' } },
      };
      await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'x', dependencies }));
      await writeFile(join(folder, 'package-lock.json'), JSON.stringify(lock));
      const registry = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
      const advisories = await advisoriesFor(folder, registry);
      expect(sent).toBeGreaterThan(0);
      expect(advisories).toEqual({
        asked: true,
        problems: ['left-open <2.0.0: A hole (high), https://advisories.example/1'],
      });
    } finally {
      await rm(folder, { recursive: true });
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it('are told apart from a registry that has none to give', () => {
    expect(readReport('{ "vulnerabilities": {} }')).toEqual({ asked: true, problems: [] });
    const refused = { message: '405 Method Not Allowed', statusCode: 405, error: { summary: '' } };
    expect(readReport(JSON.stringify(refused))).toEqual({ asked: false, reason: 'the registry answers 405' });
    expect(readReport('')).toMatchObject({ asked: false });
  });
});
