import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { root } from '../test/packages.js';

/** A package as its readers and users meet it. */
export interface Package {
  /** `core`, `plugin-cas`, … */
  readonly folder: string;
  readonly name: string;
  /** Its folder, absolute, with a slash at the end. */
  readonly at: string;
  /** The source of each of its exports that has types, by the name that is imported. */
  readonly entries: ReadonlyMap<string, string>;
}

/** Every package, found by looking. */
export function findPackages(): Package[] {
  return foldersOf('packages').map((at) => {
    const { name, exports = {} } = JSON.parse(readFileSync(`${at}package.json`, 'utf8')) as {
      name: string;
      exports?: Record<string, string | { types?: string }>;
    };
    const entries = Object.entries(exports).flatMap(([path, target]) =>
      typeof target === 'object' && target.types ? [[name + path.slice(1), at + sourceOf(target.types)] as const] : [],
    );
    // An export without a source is for the build to complain about.
    const found = entries.filter(([, source]) => existsSync(source));
    return { folder: at.split('/').at(-2) ?? '', name, at, entries: new Map(found) };
  });
}

/** Every README: of the repository, of the packages and of the applications. Absolute paths. */
export function findReadmes(): string[] {
  return [root, ...foldersOf('packages'), ...foldersOf('apps')].map((at) => `${at}README.md`).filter(existsSync);
}

/** The folders of a group that hold a package: absolute, with a slash at the end. */
export function foldersOf(group: string): string[] {
  return readdirSync(root + group)
    .map((name) => `${root}${group}/${name}/`)
    .filter((at) => existsSync(`${at}package.json`));
}

/** `./dist/index.d.ts` is built from `src/index.ts`. */
function sourceOf(types: string): string {
  return types.replace(/^\.\/dist\//, 'src/').replace(/\.d\.ts$/, '.ts');
}
