import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root: string = fileURLToPath(new URL('../../', import.meta.url));

/** What the rules look at: a package of this repository. */
export interface Package {
  /** `core`, `plugin-cas`, …; of the two templates, which lie elsewhere, the one that they pretend to have. */
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
  const packages = readdirSync(`${root}packages`).map((folder) => readPackage(folder, `packages/${folder}`));
  const template = readPackage('plugin-sesame', 'packages/create-plugin/template');
  // What stands at its top is that of the other one.
  const sso = { ...template, sources: readSources(`${root}packages/create-plugin/template-sso/`, 'src') };
  return [...packages, template, sso];
}

function readPackage(folder: string, path: string): Package {
  const at = `${root}${path}/`;
  return {
    folder,
    manifest: JSON.parse(readFileSync(`${at}package.json`, 'utf8')),
    files: readdirSync(at),
    sources: existsSync(`${at}src`) ? readSources(at, 'src') : [],
  };
}

function readSources(at: string, folder: string): Source[] {
  return readdirSync(at + folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => ({ path: `${folder}/${path}`, text: readFileSync(`${at}${folder}/${path}`, 'utf8') }));
}
