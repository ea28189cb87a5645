import { timeJobs } from '../in-process/measure.js';
import { differences, type Spread, slopeOf, spreadOf } from '../statistics.js';

export const ROLES = ['identifiers', 'authenticators', 'providers'] as const;
export const SIZES = [1, 10, 30, 100] as const;
/** Plugins of all these roles together. */
export const MANY = 100;

export interface PluginGrowth {
  readonly role: (typeof ROLES)[number];
  /** Microseconds for a request, by the number of plugins that have nothing to do. */
  readonly bySize: ReadonlyMap<number, Spread>;
  /** Microseconds for each of them. */
  readonly each: Spread;
}

export interface IdlePlugins {
  readonly growth: readonly PluginGrowth[];
  /** Microseconds for a request with `MANY` of them, a third for each role. */
  readonly atMany: Spread;
  /** The same, less what it takes without any. */
  readonly ofMany: Spread;
}

/** What plugins cost that are asked and have nothing to say, for each role that takes part in every request. */
export async function measurePlugins(rounds: number, sampleMs: number): Promise<IdlePlugins> {
  const [none, many] = ['idle-plugins:0', `idle-plugins:${MANY}`];
  const nameOf = (role: string, size: number): string => `idle-${role}:${size}`;
  const names = ROLES.flatMap((role) => SIZES.map((size) => nameOf(role, size)));
  const samples = await timeJobs([none, many, ...names], { rounds, sampleMs });
  const timesOf = (name: string): readonly number[] => (samples.get(name) ?? []).map((one) => one.cpuMicroseconds);
  const growth = ROLES.map((role) => {
    const series = SIZES.map((size) => timesOf(nameOf(role, size)));
    const slopes = Array.from({ length: rounds }, (_, round) =>
      slopeOf(SIZES.map((size, i) => [size, series[i]?.[round] ?? Number.NaN])),
    );
    return {
      role,
      bySize: new Map(SIZES.map((size, i) => [size, spreadOf(series[i] ?? [])])),
      each: spreadOf(slopes),
    };
  });
  const ofMany = spreadOf(differences(timesOf(many), timesOf(none)));
  return { growth, atMany: spreadOf(timesOf(many)), ofMany };
}
