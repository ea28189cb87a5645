// Builds the JavaScript of all packages and applications in one process: what tests, the demo and the benchmark run.
// Declarations, which take ten times as long, come with `pnpm build`.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Options } from 'tsup';
import { root } from './test/packages.js';

const folders = ['packages', 'apps'].flatMap((group) =>
  readdirSync(join(root, group)).map((name) => join(root, group, name)),
);

for (const folder of folders) {
  const configuration = join(folder, 'tsup.config.ts');
  if (!existsSync(configuration)) continue;
  const { default: options } = (await import(pathToFileURL(configuration).href)) as { default: Options };
  // The entries of a package are looked for where the process is, and by esbuild where it was when it started.
  process.chdir(folder);
  await build({
    ...options,
    config: false,
    dts: false,
    clean: false,
    esbuildOptions(esbuild) {
      esbuild.absWorkingDir = folder;
    },
  });
}
