import { interleave } from '../interleave.js';
import { withAll } from '../processes/all.js';
import { startChild } from '../processes/child.js';

/** Milliseconds that importing packages takes, each time in a fresh process. */
export async function timeImports(
  sets: Readonly<Record<string, readonly string[]>>,
  rounds: number,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const cases = Object.entries(sets).map(([id, args]) => ({
    id,
    sample: () =>
      withAll((keep) => keep(startChild<object, number>('startup/imports.js', { args, core: 'server' })).ask({})),
  }));
  return interleave(cases, rounds);
}
