import { baseCaseOf, isBase, ownCases } from '../http/cases.js';
import { measureServers } from '../http/measure.js';
import { timeJobs } from '../in-process/measure.js';
import { baseOf, jobs, netOf } from '../sections/in-process.js';
import { cpuOf } from '../sections/over-http.js';
import { ratios, type Spread, spreadOf } from '../statistics.js';

/** What each costs as a multiple of what it is compared with in the same run. */
export type Costs = Readonly<Record<string, Spread>>;

/**
 * Processor time, because that is what a change of the code changes: throughput and time by the clock also tell what
 * else the machine has to do.
 */
export async function measureCosts(slower: number): Promise<Costs> {
  const names = Object.keys(jobs).filter((name) => name !== 'harness');
  const times = await timeJobs(['harness', ...names], { rounds: 60, sampleMs: 10, slower });
  const samples = await measureServers(ownCases, {
    rounds: 36,
    sampleMs: 60,
    warmUpMs: 800,
    connections: 20,
    slower,
  });
  const inProcess = names.flatMap((name) => {
    const base = baseOf(name);
    if (base === undefined || base === name) return [];
    return [[`in-process/${name}`, spreadOf(ratios(netOf(name, times), netOf(base, times)))] as const];
  });
  const overHttp = ownCases
    .filter((one) => !isBase(one.id))
    .map((one) => {
      const cost = ratios(cpuOf(samples.get(one.id)), cpuOf(samples.get(baseCaseOf(one))));
      return [`over-http/${one.id}`, spreadOf(cost)] as const;
    });
  return Object.fromEntries([...inProcess, ...overHttp]);
}
