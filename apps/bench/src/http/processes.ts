import type { HttpCase } from './cases.js';
import { type HttpOptions, type HttpSample, measureServers } from './measure.js';

/**
 * Loads servers as {@link measureServers} does, a part of the rounds in each of several processes of every server: what
 * a process's compiler has made of the code, and where its memory lies, is luck that lasts as long as the process.
 *
 * @returns the samples of each server, process by process
 */
export async function measureProcesses(
  cases: readonly HttpCase[],
  processes: number,
  options: HttpOptions,
): Promise<ReadonlyMap<string, readonly (readonly HttpSample[])[]>> {
  const rounds = Math.max(1, Math.round(options.rounds / processes));
  const runs: ReadonlyMap<string, readonly HttpSample[]>[] = [];
  while (runs.length < processes) runs.push(await measureServers(cases, { ...options, rounds }));
  return new Map(cases.map(({ id }) => [id, runs.map((samples) => samples.get(id) ?? [])]));
}
