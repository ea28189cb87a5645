import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root: string = fileURLToPath(new URL('../../', import.meta.url));

/** What the rules look at: a package of this repository. */
export interface Package {
  /** `core`, `plugin-cas`, … */
  readonly folder: string;
  readonly manifest: Manifest;
  /** Names of the files and folders at its top. */
  readonly files: readonly string[];
  readonly sources: readonly Source[];
}

export interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

export interface Source {
  /** Relative to the package. */
  readonly path: string;
  readonly text: string;
}

/** Every package, found by looking: no list to forget one in. */
export function readPackages(): Package[] {
  return readdirSync(`${root}packages`).map((folder) => {
    const at = `${root}packages/${folder}/`;
    return {
      folder,
      manifest: JSON.parse(readFileSync(`${at}package.json`, 'utf8')),
      files: readdirSync(at),
      sources: existsSync(`${at}src`) ? readSources(at, 'src') : [],
    };
  });
}

function readSources(at: string, folder: string): Source[] {
  return readdirSync(at + folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => ({ path: `${folder}/${path}`, text: readFileSync(`${at}${folder}/${path}`, 'utf8') }));
}
