import { readdirSync } from 'node:fs';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { root } from '../../test/packages.js';
import { builtins, forWorkerd, linkPackages } from '../bundling.js';

const here = fileURLToPath(new URL('.', import.meta.url));

const common = {
  bundle: true,
  splitting: true,
  format: 'esm',
  target: 'es2023',
  outbase: root,
  logLevel: 'silent',
  // Ours would lead to the sources, whatever the runtime.
  tsconfigRaw: {},
} satisfies BuildOptions;

/**
 * Makes JavaScript of files of tests, for Node, Bun and Deno. Packages of others stay where they are installed, and so
 * does what is read or started by its place beside a source.
 *
 * @param files relative to the repository, as they will be to `folder`
 */
export async function bundleForProcesses(files: readonly string[], folder: string): Promise<void> {
  await build({
    ...common,
    entryPoints: [...files.map((file) => root + file), `${here}process.ts`],
    outdir: folder,
    platform: 'node',
    plugins: [ownSources(['node', 'import']), placesAt((path) => pathToFileURL(path).href), othersOutside],
  });
  // What a file of a configuration names is loaded as it is installed.
  await linkPackages(folder);
}

/**
 * The same for workerd, where nothing is outside: packages of others are in it, and fixtures are modules. Leaves the
 * configuration in `folder`, as `workerd.capnp`.
 */
export async function bundleForWorkerd(files: readonly string[], folder: string): Promise<void> {
  await build({
    ...common,
    ...forWorkerd,
    entryPoints: [...files.map((file) => root + file), `${here}worker.ts`],
    outdir: folder,
    external: ['node:*', 'cloudflare:*'],
    plugins: [
      ownSources(['workerd', 'import']),
      placesAt((path) => `file:///bundle/${relative(root, path)}`),
      oneServer,
    ],
  });
  const fixtures = new Set(files.flatMap((file) => /^packages\/[^/]+\/test\//.exec(file) ?? []).flatMap(fixturesIn));
  for (const fixture of fixtures) await cp(root + fixture, join(folder, fixture));
  const modules = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
  await writeFile(join(folder, 'workerd.capnp'), configuration(modules));
}

/** The files beside a package's tests that are no sources. */
function fixturesIn(tests: string): string[] {
  return readdirSync(root + tests, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

const WORKER = '.ci/runtimes/tests/worker.js';

/** A worker of all modules, which may connect to itself. @param modules by their paths */
function configuration(modules: readonly string[]): string {
  const lines = [WORKER, ...modules.filter((path) => path !== WORKER)].map(
    (path) =>
      `(name = ${JSON.stringify(path)}, ${path.endsWith('.js') ? 'esModule' : 'data'} = embed ${JSON.stringify(path)})`,
  );
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "tests", worker = .tests), (name = "internet", network = (allow = ["private"]))],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "tests")],
);
const tests :Workerd.Worker = (
  modules = [${lines.join(',\n')}],
  compatibilityDate = "2026-07-01",
  compatibilityFlags = ["nodejs_compat"],
);
`;
}

/** Our own packages resolve to their sources, so that no build can be stale; to those that are for the runtime. */
function ownSources(conditions: readonly string[]): Plugin {
  return {
    name: 'own sources',
    setup({ onResolve }) {
      onResolve({ filter: /^@who\/[a-z0-9-]+$/ }, async ({ path }) => {
        const folder = `${root}packages/${path.slice('@who/'.length)}/`;
        const { exports } = JSON.parse(await readFile(`${folder}package.json`, 'utf8'));
        const [, built] = Object.entries<string>(exports['.']).find(([condition]) =>
          [...conditions, 'default'].includes(condition),
        ) as [string, string];
        return { path: folder + built.replace('./dist/', 'src/').replace(/\.js$/, '.ts') };
      });
    },
  };
}

/** What asks for its own place is told where its source is, beside which it looks for files. */
function placesAt(urlOf: (path: string) => string): Plugin {
  return {
    name: 'places',
    setup({ onLoad }) {
      onLoad({ filter: /\/packages\/[a-z-]+\/(?:src|test)\/.*\.ts$/ }, async ({ path }) => {
        const text = await readFile(path, 'utf8');
        return { loader: 'ts', contents: text.replaceAll('import.meta.url', JSON.stringify(urlOf(path))) };
      });
    },
  };
}

/** Tests that serve something do it by the only server that a worker has. */
const oneServer: Plugin = {
  name: 'one server',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/serve\.js$/ }, () => ({ path: `${here}serve-in-worker.ts` }));
  },
};

const othersOutside: Plugin = {
  name: 'packages of others',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^[^./]/ }, async ({ path, pluginData, ...place }) => {
      if (pluginData === AGAIN || path.startsWith('node:') || builtins.includes(path) || place.kind === 'entry-point') {
        return undefined;
      }
      const found = await resolve(path, { ...place, pluginData: AGAIN });
      // What is not installed is for the test to miss.
      return { path: found.path || path, external: true };
    });
  },
};
const AGAIN = Symbol('again');
