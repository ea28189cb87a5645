import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, type ViteUserConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url));

/** Workspace packages resolve to their sources, so that a test never sees a stale build. */
export const alias: { find: RegExp; replacement: string }[] = [
  { find: /^@who\/([a-z0-9-]+)$/, replacement: `${root}packages/$1/src/index.ts` },
];

/** They change the world before a module is loaded into it, or count the timers in it: each has one of its own. */
const ALONE = '**/*.{alone,timers}.test.ts';

/** One project per folder that has tests: `vitest --project core` runs one package's. */
const projects = ['packages', 'apps']
  .flatMap((group) => readdirSync(root + group).map((name) => `${group}/${name}`))
  .concat('packages/create-plugin/template', 'packages/create-plugin/template-sso')
  .filter((folder) => existsSync(`${root + folder}/test`) && !['apps/docs', 'apps/interop'].includes(folder))
  .map((folder) => ({
    resolve: { alias },
    test: {
      name: folder.slice(folder.indexOf('/') + 1),
      root: root + folder,
      include: ['test/**/*.test.ts'],
      exclude: [ALONE],
      // What they import is loaded once for all of them, which takes as long as the tests themselves.
      isolate: false,
      // Browsers, processes and property tests take their time on a busy machine.
      testTimeout: 30_000,
      hookTimeout: 60_000,
    },
  }));

type Reporters = NonNullable<NonNullable<ViteUserConfig['test']>['reporters']>;

/** In CI, results are left behind for `.ci/run` to sum. */
export function reporters(run: string): Reporters {
  return process.env['CI'] ? ['default', ['json', { outputFile: `${root}.ci/results/${run}.json` }]] : ['default'];
}

const config: ViteUserConfig = defineConfig({
  test: {
    reporters: reporters('test'),
    // By default one core is left for others, which is half of two.
    maxWorkers: '100%',
    projects: [
      ...projects,
      {
        resolve: { alias },
        test: { name: 'alone', root, include: [`packages/${ALONE}`], testTimeout: 30_000, hookTimeout: 60_000 },
      },
      {
        resolve: { alias },
        // The compiler takes its time on a busy machine.
        test: {
          name: 'repository',
          root: `${root}.ci`,
          include: ['test/**/*.test.ts'],
          isolate: false,
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'types',
          root,
          include: [],
          typecheck: {
            enabled: true,
            only: true,
            tsconfig: `${root}tsconfig.json`,
            include: ['packages/*/test/**/*.test-d.ts', 'packages/create-plugin/template*/test/**/*.test-d.ts'],
          },
        },
      },
    ],
  },
});

export default config;
