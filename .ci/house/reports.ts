import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { root } from '../test/packages.js';
import { apiReport } from './api.js';
import type { Package } from './workspace.js';

const FOLDER = `${root}.ci/api/`;
const HEAD = '// What users of the package see. Written by "npx -y pnpm@12 api".\n\n';

/** The reports in a folder that are not as the sources are, each with what changed. */
export function reportProblems(packages: readonly Package[], folder: string = FOLDER): string[] {
  return staleReports(packages, folder).map(({ file, report }) =>
    report === undefined
      ? `${file} belongs to no package`
      : `${file}: the API has changed\n${diff(folder + file, report)}`,
  );
}

/** Writes the report of every package, and drops those of packages that are gone. */
export function writeReports(packages: readonly Package[], folder: string = FOLDER): void {
  mkdirSync(folder, { recursive: true });
  for (const { file, report } of staleReports(packages, folder)) {
    if (report === undefined) rmSync(folder + file);
    else writeFileSync(folder + file, report);
  }
}

interface StaleReport {
  readonly file: string;
  /** As it should be; `undefined` when it should not be. */
  readonly report: string | undefined;
}

function staleReports(packages: readonly Package[], folder: string): StaleReport[] {
  const reports = packages.flatMap(({ folder: name, entries }) => {
    if (entries.size === 0) return [];
    const report = apiReport(entries, (path) => readFileSync(path, 'utf8'));
    return [[`${name}.d.ts`, HEAD + report] as const];
  });
  const wanted = new Map<string, string>(reports);
  const files = new Set([...wanted.keys(), ...(existsSync(folder) ? readdirSync(folder) : [])]);
  return [...files]
    .map((file) => ({ file, report: wanted.get(file) }))
    .filter(({ file, report }) => report === undefined || report !== textOf(folder + file));
}

function textOf(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

/** What changes in a report, as git shows it. */
function diff(path: string, report: string): string {
  const before = existsSync(path) ? path : '/dev/null';
  const git = ['diff', '--no-index', '--no-color', '--unified=1', before, '-'];
  const { stdout } = spawnSync('git', git, { input: report, encoding: 'utf8' });
  return stdout.slice(stdout.indexOf('@@'));
}
