import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { apiReport } from './api.js';
import { findPackages, root } from './workspace.js';

const FOLDER = `${root}.ci/api/`;
const HEAD = '// What users of the package see. Written by "npx -y pnpm@12 api".\n\n';

/** The committed reports that are not as the sources are, each with what changed. */
export function reportProblems(): string[] {
  return staleReports().map(({ file, report }) =>
    report === undefined ? `.ci/api/${file} belongs to no package` : `The API has changed: ${diff(file, report)}`,
  );
}

/** Writes the report of every package, and drops those of packages that are gone. */
export function writeReports(): void {
  mkdirSync(FOLDER, { recursive: true });
  for (const { file, report } of staleReports()) {
    if (report === undefined) rmSync(FOLDER + file);
    else writeFileSync(FOLDER + file, report);
  }
}

interface StaleReport {
  readonly file: string;
  /** As it should be; `undefined` when it should not be. */
  readonly report: string | undefined;
}

function staleReports(): StaleReport[] {
  const wanted = new Map(
    findPackages().map(({ folder, entries }) => [
      `${folder}.d.ts`,
      HEAD + apiReport(entries, (path) => readFileSync(path, 'utf8')),
    ]),
  );
  const committed = existsSync(FOLDER) ? readdirSync(FOLDER) : [];
  const files = new Set([...wanted.keys(), ...committed]);
  return [...files]
    .map((file) => ({ file, report: wanted.get(file) }))
    .filter(({ file, report }) => report === undefined || textOf(file) !== report);
}

function textOf(file: string): string | undefined {
  return existsSync(FOLDER + file) ? readFileSync(FOLDER + file, 'utf8') : undefined;
}

/** What changes in a report, as git shows it. */
function diff(file: string, report: string): string {
  const before = existsSync(FOLDER + file) ? `.ci/api/${file}` : '/dev/null';
  const git = ['diff', '--no-index', '--no-color', '--unified=1', before, '-'];
  const { stdout } = spawnSync('git', git, { cwd: root, input: report, encoding: 'utf8' });
  return `.ci/api/${file}\n${stdout.split('\n').slice(4).join('\n')}`;
}
