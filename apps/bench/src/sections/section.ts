import type { Section } from '../report/figure.js';

export interface RunOptions {
  /** How much is measured: 1 is the full run. Less is quicker and says less. */
  readonly effort: number;
}

/** A part of the benchmark that can be run by itself: `--only in-process`. */
export interface SectionRunner {
  readonly name: string;
  run(options: RunOptions): Promise<Section>;
}

/** So many rounds at this effort, and never so few that there are no quartiles. */
export function roundsOf(full: number, { effort }: RunOptions): number {
  return Math.max(3, Math.round(full * effort));
}
