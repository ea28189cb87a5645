import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Files, readFolder } from './files.js';
import type { Dependencies, Manifest } from './manifest.js';

/** What plugins are made of. */
export interface Kit {
  /** Living plugins: one that plays all roles but `sso`, and one that signs people in elsewhere. */
  readonly templates: Readonly<Record<'roles' | 'sso', Files>>;
  /** What a plugin needs in addition, or otherwise, when it lives in a repository of its own. */
  readonly standalone: Files;
  /** Versions of what plugins depend on. Publishing writes the real ones into this package's manifest. */
  readonly versions: Dependencies;
  /** The version of this package. */
  readonly version: string;
}

/** Reads what comes with this package. */
export function readKit(): Kit {
  const { version, devDependencies } = JSON.parse(readFileSync(at('../package.json'), 'utf8')) as Manifest & {
    readonly version: string;
  };
  // The build puts a copy beside itself; in the repository the folders lie beside the sources.
  const folder = (name: string): string => (existsSync(at(`./${name}`)) ? at(`./${name}`) : at(`../${name}`));
  const roles = readFolder(folder('template'));
  // What stands at the top is the same for both, but for the README.
  const shared = [...roles].filter(([path]) => !path.includes('/'));
  return {
    templates: { roles, sso: new Map([...shared, ...readFolder(folder('template-sso'))]) },
    standalone: readFolder(folder('standalone')),
    versions: devDependencies,
    version,
  };
}

function at(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
