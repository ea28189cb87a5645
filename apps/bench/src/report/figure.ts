import type { Spread } from '../statistics.js';

/** One thing that was measured. */
export interface Figure {
  /** Stands for it in JSON, in targets and in the baseline. Never changes its meaning. */
  readonly id: string;
  /** What it is called on the terminal and in the chart. */
  readonly label: string;
  /** By the name of the unit: what was measured, e.g. `{ 'requests/s': … }`, and ratios by what they compare with. */
  readonly values: Readonly<Record<string, Spread>>;
}

/** Figures that belong together: a table. */
export interface Section {
  readonly name: string;
  readonly title: string;
  readonly notes: readonly string[];
  readonly figures: readonly Figure[];
}

export function findValue(sections: readonly Section[], id: string, unit: string): Spread | undefined {
  for (const { figures } of sections) {
    const found = figures.find((figure) => figure.id === id);
    if (found) return found.values[unit];
  }
  return undefined;
}
