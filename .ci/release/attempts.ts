import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { command } from '../command.js';
import { root } from '../test/packages.js';
import { isolated } from './isolation.js';

/** Releases of a copy of the repository into one registry, one after the other. */
export interface Releases {
  readonly copy: string;
  /** A folder for all that is written besides. */
  readonly folder: string;
  readonly attempts: readonly Attempt[];
  /** What the registry holds already, by a file that a store has saved. @default nothing */
  readonly from?: string | undefined;
  /** Where the registry's store is saved. */
  readonly to: string;
}

export interface Attempt {
  /** A line for the shell. */
  readonly script: string;
  /** The registry fails when this package comes. @default none */
  readonly failing?: string | undefined;
}

/** What became of an attempt. */
export interface Outcome {
  readonly hasSucceeded: boolean;
  readonly output: string;
  /** `@who/core@1.0.0`, in the order in which they came. */
  readonly published: readonly string[];
}

export interface Outcomes {
  /** Whether there was no network but loopback. */
  readonly isIsolated: boolean;
  readonly outcomes: readonly Outcome[];
}

/**
 * Tries releases where nothing can go out: there is no network but loopback where this machine lets us have that; and
 * in any case no registry is configured but that of the rehearsal, and nobody's token is there to be found.
 */
export async function release({ folder, ...releases }: Releases): Promise<Outcomes> {
  const home = await mkdtemp(join(folder, 'home-'));
  const pnpm = (await command('npx', ['-y', '--package=pnpm@12', 'which', 'pnpm'], root)).trim();
  const bins = [pnpm.replace(/\/pnpm$/, ''), join(root, 'node_modules/.bin'), process.env['PATH']];
  const env = {
    CI: 'true',
    HOME: home,
    PATH: bins.join(':'),
    GIT_AUTHOR_NAME: 'rehearsal',
    GIT_AUTHOR_EMAIL: 'rehearsal@localhost',
    GIT_COMMITTER_NAME: 'rehearsal',
    GIT_COMMITTER_EMAIL: 'rehearsal@localhost',
  };
  const input = join(home, 'releases.json');
  await writeFile(input, JSON.stringify(releases));
  const line = [...((await isolated()) ?? []), process.execPath, '--import', 'tsx', PLACE, input];
  const printed = await command(line[0] as string, line.slice(1), root, env);
  await rm(home, { recursive: true });
  return JSON.parse(printed);
}

const PLACE = fileURLToPath(new URL('place.ts', import.meta.url));
