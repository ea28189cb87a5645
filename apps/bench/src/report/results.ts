import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here: string = fileURLToPath(new URL('../../', import.meta.url));

export const paths: Readonly<Record<'results' | 'baseline' | 'chart', string>> = {
  results: `${here}results/`,
  baseline: `${here}baseline.json`,
  chart: `${here}chart.svg`,
};

/** Writes what a run has found. Figures keep four digits: more would be noise. */
export function writeJson(path: string, value: unknown): void {
  const text = JSON.stringify(value, (_key, one) => (typeof one === 'number' ? Number(one.toPrecision(4)) : one), 2);
  write(path, `${text}\n`);
}

export function write(path: string, text: string): void {
  mkdirSync(paths.results, { recursive: true });
  writeFileSync(path, text);
}

export function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}
