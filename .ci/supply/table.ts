import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findPackages } from '../house/workspace.js';
import { root } from '../test/packages.js';
import { closureOf, type Foreign } from './closure.js';

const FILE = join(root, 'SECURITY.md');
const BEGIN = '<!-- supply chain -->';
const END = '<!-- end supply chain -->';

/** SECURITY.md with the table as it should be. */
export function withTable(text: string = readFileSync(FILE, 'utf8')): string {
  const [before, rest = ''] = text.split(BEGIN);
  const [, after] = rest.split(END);
  if (after === undefined) throw new Error(`SECURITY.md has no ${BEGIN} … ${END}`);
  const all = findPackages().map(({ folder, name }) => ({ name, brings: closureOf([folder]) }));
  return `${before}${BEGIN}\n\n${table(all)}\n${END}${after}`;
}

export function readText(): string {
  return readFileSync(FILE, 'utf8');
}

export function writeTable(): void {
  writeFileSync(FILE, withTable());
}

interface Row {
  readonly name: string;
  readonly brings: readonly Foreign[];
}

function table(rows: readonly Row[]): string {
  const free = rows.filter(({ brings }) => brings.length === 0).map(({ name }) => name);
  const lines = rows
    .filter(({ brings }) => brings.length > 0)
    .map(({ name, brings }) => {
      const names = [...new Set(brings.map((one) => one.name))].join(', ');
      return `| ${name} | ${brings.length} | ${kilobytes(brings)} | ${names} |`;
    });
  const licences = new Map<string, number>();
  for (const { license } of distinct(rows)) licences.set(license, (licences.get(license) ?? 0) + 1);
  const counts = [...licences].sort(([a], [b]) => (a < b ? -1 : 1)).map(([license, count]) => `${license} (${count})`);
  return `| package | brings along | kB | which |
|---|--:|--:|---|
${lines.join('\n')}

Nothing of anybody else's: ${free.join(', ')}.

Licences: ${counts.join(', ')}.
`;
}

/** Rounded up to tens: a comma in somebody's README is no news. */
function kilobytes(brings: readonly Foreign[]): number {
  return Math.ceil(brings.reduce((sum, { bytes }) => sum + bytes, 0) / 10_000) * 10;
}

function distinct(rows: readonly Row[]): Foreign[] {
  return [...new Map(rows.flatMap(({ brings }) => brings).map((one) => [`${one.name}@${one.version}`, one])).values()];
}
