import { availableParallelism, cpus, loadavg } from 'node:os';

/** Where figures come from: others are not to be compared with them as they are. */
export interface Environment {
  readonly date: string;
  readonly node: string;
  readonly cpu: string;
  readonly cores: number;
  /** Processes that wanted to run, averaged over the minute before: near 0 on a quiet machine. */
  readonly load: number;
}

export function majorOf({ node }: Environment): string {
  return node.slice(1).split('.', 1)[0] ?? '';
}

/** What a run's files are called: each run has its own, and each line of Node can be told by it. */
export function nameOf(where: Environment): string {
  return `${where.date.replaceAll(/[:.]/g, '-')}-node${majorOf(where)}`;
}

export function environment(): Environment {
  return {
    date: new Date().toISOString(),
    node: process.version,
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    load: Math.round((loadavg()[0] ?? 0) * 100) / 100,
  };
}
