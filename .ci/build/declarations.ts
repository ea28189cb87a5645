import { fork } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Folder } from './javascript.js';

/** Declarations that are made of one entry of a package. */
export interface Entry {
  readonly folder: string;
  /** `src/index.ts` */
  readonly file: string;
  /** What comes first in them. */
  readonly banner: string;
}

/**
 * The declarations of all packages, in as many processes as there are processors. The sources say every type of what they
 * export (`isolatedDeclarations`), so that nothing is inferred, and none has to wait for another one; what `tsc` finds
 * wrong, `pnpm typecheck` says.
 */
export async function buildDeclarations(folders: readonly Folder[]): Promise<void> {
  const entries = folders.flatMap(entriesOf);
  const count = Math.min(availableParallelism(), entries.length);
  await Promise.all(Array.from({ length: count }, (_, at) => work(entries.filter((_entry, i) => i % count === at))));
}

async function work(entries: readonly Entry[]): Promise<void> {
  const worker = fork(fileURLToPath(new URL('declarations-worker.ts', import.meta.url)), [JSON.stringify(entries)]);
  const [code] = await once(worker, 'exit');
  if (code !== 0) throw new Error(`A process that makes declarations ended with ${code}.`);
}

function entriesOf({ path, options }: Folder): Entry[] {
  const { dts } = options;
  if (!dts) return [];
  const { entry = options.entry, banner = '' } = typeof dts === 'object' ? dts : {};
  return [entry].flat().map((file) => ({ folder: path, file: String(file), banner: String(banner) }));
}

/** Where they go. */
export const targetOf = ({ folder, file }: Entry): string =>
  join(folder, 'dist', file.replace(/^src\//, '').replace(/\.ts$/, '.d.ts'));
