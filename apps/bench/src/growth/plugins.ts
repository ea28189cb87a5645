import { timeJobs } from '../in-process/measure.js';
import { type Spread, slopeOf, spreadOf } from '../statistics.js';

export const ROLES = ['identifiers', 'authenticators', 'providers'] as const;
export const SIZES = [1, 10, 30, 100] as const;

export interface PluginGrowth {
  readonly role: (typeof ROLES)[number];
  /** Microseconds for a request, by the number of plugins that have nothing to do. */
  readonly bySize: ReadonlyMap<number, Spread>;
  /** Microseconds for each of them. */
  readonly each: Spread;
}

/** What plugins cost that are asked and have nothing to say, for each role that takes part in every request. */
export async function measurePlugins(rounds: number, sampleMs: number): Promise<readonly PluginGrowth[]> {
  const nameOf = (role: string, size: number): string => `idle-${role}:${size}`;
  const names = ROLES.flatMap((role) => SIZES.map((size) => nameOf(role, size)));
  const samples = await timeJobs(names, { rounds, sampleMs });
  return ROLES.map((role) => {
    const series = SIZES.map((size) => (samples.get(nameOf(role, size)) ?? []).map((one) => one.cpuMicroseconds));
    const slopes = Array.from({ length: rounds }, (_, round) =>
      slopeOf(SIZES.map((size, i) => [size, series[i]?.[round] ?? Number.NaN])),
    );
    return {
      role,
      bySize: new Map(SIZES.map((size, i) => [size, spreadOf(series[i] ?? [])])),
      each: spreadOf(slopes),
    };
  });
}
