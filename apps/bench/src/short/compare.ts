import { type Spread, standardErrorOf } from '../statistics.js';
import type { Costs } from './measure.js';

/** One cost beside what it was. */
export interface Comparison {
  readonly id: string;
  readonly before: Spread;
  readonly now: Spread;
  /** By how much it has grown: 0.1 for a tenth. */
  readonly growth: number;
  /** By how much it may seem to grow without that meaning anything. */
  readonly tolerance: number;
  readonly isSlower: boolean;
}

/** So many standard errors; beyond four of them chance hardly ever gets. */
const ERRORS = 4;

/**
 * Compiled code and memory lie differently in each process, and that does not show within one run. Over HTTP most of a
 * request is Node itself, which evens that out.
 */
const LEAST = { overHttp: 0.15, inProcess: 0.25 };

/** @throws {Error} when a cost is missing on one side: the baseline is not of these cases */
export function compare(baseline: Costs, costs: Costs, isSameMachine: boolean): readonly Comparison[] {
  const ids = new Set([...Object.keys(baseline), ...Object.keys(costs)]);
  return [...ids].map((id) => {
    const [before, now] = [baseline[id], costs[id]];
    if (!before || !now) throw new Error(`${id} is not in ${before ? 'this run' : 'the baseline'}.`);
    const growth = now.median / before.median - 1;
    const error = Math.hypot(standardErrorOf(before) / before.median, standardErrorOf(now) / now.median);
    const least = id.startsWith('over-http/') ? LEAST.overHttp : LEAST.inProcess;
    const tolerance = Math.max((isSameMachine ? 1 : 2) * least, ERRORS * error);
    return { id, before, now, growth, tolerance, isSlower: growth > tolerance };
  });
}

/** What is slower in each of several runs. */
export function slowerInAll(runs: readonly (readonly Comparison[])[]): readonly string[] {
  const [first = [], ...others] = runs;
  return first
    .filter(({ id, isSlower }) => isSlower && others.every((run) => run.find((one) => one.id === id)?.isSlower))
    .map(({ id }) => id);
}
