import type { Verdict } from '../targets.js';
import type { Figure, Section } from './figure.js';
import { withQuartiles } from './number.js';

/** A section for the terminal: a row for each figure, a column for each unit. */
export function sectionTable({ title, notes, figures }: Section): string {
  const units = [...new Set(figures.flatMap(({ values }) => Object.keys(values)))];
  const rows = figures.map(({ label, values }) => [label, ...units.map((unit) => cell(values, unit))]);
  return [title, ...columns([['', ...units], ...rows]), ...notes, ''].join('\n');
}

export function verdictTable(verdicts: readonly Verdict[]): string {
  const rows = verdicts.map(({ target: { what, bound, unit }, measured, held, isSure }) => [
    measured === undefined ? '–' : `${held ? 'held' : 'missed'}${isSure ? '' : '?'}`,
    what,
    `${'atLeast' in bound ? `≥ ${bound.atLeast}` : `≤ ${bound.atMost}`} ${unit}`,
    measured === undefined ? 'not measured' : withQuartiles(measured),
  ]);
  return ['Targets: the median decides', ...columns([['', '', 'target', 'measured'], ...rows]), ''].join('\n');
}

function cell(values: Figure['values'], unit: string): string {
  const value = values[unit];
  return value === undefined ? '' : withQuartiles(value);
}

/** Left-aligned, as wide as their widest cell. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => `  ${row.map((text, column) => text.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd());
}
