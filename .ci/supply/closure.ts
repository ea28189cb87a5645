import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../test/packages.js';

/** A package of somebody else's that users get with one of ours, as it is installed here, which the lock file decides. */
export interface Foreign {
  readonly name: string;
  readonly version: string;
  /** An SPDX expression, or what else stands there. */
  readonly license: string;
  /** Of all its files. What is built for one platform is not counted. */
  readonly bytes: number;
  /** What npm would run when it is installed. */
  readonly installScripts: readonly string[];
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string | { readonly type?: string } | undefined;
  readonly scripts?: Readonly<Record<string, string>> | undefined;
  readonly dependencies?: Readonly<Record<string, string>> | undefined;
  readonly peerDependencies?: Readonly<Record<string, string>> | undefined;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>> | undefined;
}

/**
 * All that an installation of some of our packages brings along: their dependencies, those of our packages that they
 * need, and the dependencies of all of these. Not what people bring themselves: a framework, a database's client.
 *
 * @param folders `core`, `plugin-cas`
 */
export function closureOf(folders: readonly string[]): Foreign[] {
  const found = new Map<string, Foreign>();
  const seen = new Set<string>();

  function ours(folder: string): void {
    if (seen.has(folder)) return;
    seen.add(folder);
    const at = join(root, 'packages', folder);
    const { dependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} } = manifestIn(at);
    for (const name of Object.keys(dependencies)) foreign(name, at);
    for (const name of Object.keys(peerDependencies)) {
      if (name.startsWith('@who/') && !peerDependenciesMeta[name]?.optional) ours(name.replace('@who/', ''));
    }
  }

  function foreign(name: string, from: string): void {
    const at = lookUp(name, from);
    const manifest = manifestIn(at);
    const id = `${name}@${manifest.version}`;
    if (found.has(id)) return;
    const { version, license, scripts = {} } = manifest;
    found.set(id, {
      name,
      version,
      license: typeof license === 'string' ? license : (license?.type ?? 'none'),
      bytes: bytesOf(at),
      // npm makes one up for what has to be compiled.
      installScripts: [
        ...['preinstall', 'install', 'postinstall'].filter((script) => script in scripts),
        ...(existsSync(join(at, 'binding.gyp')) ? ['binding.gyp'] : []),
      ],
    });
    const { dependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} } = manifest;
    const peers = Object.keys(peerDependencies).filter((peer) => !peerDependenciesMeta[peer]?.optional);
    for (const next of [...Object.keys(dependencies), ...peers]) foreign(next, at);
  }

  for (const folder of folders) ours(folder);
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Where Node would find a package. */
function lookUp(name: string, from: string): string {
  for (let at = from; at !== dirname(at); at = dirname(at)) {
    const candidate = join(at, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return realpathSync(candidate);
  }
  throw new Error(`${name} is not installed for ${from}`);
}

function bytesOf(at: string): number {
  return readdirSync(at, { recursive: true, encoding: 'utf8' })
    .filter((path) => !path.startsWith('node_modules'))
    .map((path) => statSync(join(at, path)))
    .reduce((sum, stats) => sum + (stats.isFile() ? stats.size : 0), 0);
}

const manifestIn = (at: string): Manifest => JSON.parse(readFileSync(join(at, 'package.json'), 'utf8'));
