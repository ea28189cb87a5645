import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** Servers and load get a core each, where there are two. */
export type Core = 'server' | 'load';

export const canPin: boolean = availableParallelism() > 1 && hasTaskset();

export function pinned(
  command: readonly [string, ...string[]],
  core: Core | undefined,
): readonly [string, ...string[]] {
  if (!canPin || core === undefined) return command;
  return ['taskset', '--cpu-list', core === 'server' ? '0' : '1', ...command];
}

function hasTaskset(): boolean {
  try {
    execFileSync('taskset', ['--cpu-list', '0,1', process.execPath, '--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
