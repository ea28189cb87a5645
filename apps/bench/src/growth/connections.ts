import { execFileSync } from 'node:child_process';
import { ownCases } from '../http/cases.js';
import { type HttpSample, measureServers } from '../http/measure.js';

const SIZES = [1, 10, 100, 1000, 5000];
/** Files that a process has open besides connections. */
const OTHER_FILES = 100;

/** How many connections can be tried here: each takes a file of two processes. */
export function connectionSizes(): readonly number[] {
  const limit = Number(execFileSync('sh', ['-c', 'ulimit -n'], { encoding: 'utf8' })) || Number.POSITIVE_INFINITY;
  return SIZES.filter((size) => size + OTHER_FILES <= limit);
}

/** Bare Connect and @who at the same number of connections. */
export function measureConnections(
  connections: number,
  rounds: number,
  sampleMs: number,
): Promise<ReadonlyMap<string, readonly HttpSample[]>> {
  const cases = ownCases.filter(({ id }) => id === 'connect' || id === 'who-seen');
  return measureServers(cases, { rounds, sampleMs, warmUpMs: 1000, connections });
}
