import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Options } from 'tsup';
import { root } from '../test/packages.js';

/** A package or an application that is built, and how. */
export interface Folder {
  readonly path: string;
  readonly options: Options;
}

export async function folders(): Promise<Folder[]> {
  const found: Folder[] = [];
  for (const group of ['packages', 'apps']) {
    for (const name of readdirSync(join(root, group))) {
      const path = join(root, group, name);
      const configuration = join(path, 'tsup.config.ts');
      if (!existsSync(configuration)) continue;
      const { default: options } = (await import(pathToFileURL(configuration).href)) as { default: Options };
      found.push({ path, options });
    }
  }
  return found;
}

/** One after the other: the entries are looked for where the process is, and by esbuild where it was when it started. */
export async function buildJavaScript({ path, options }: Folder): Promise<void> {
  process.chdir(path);
  await build({
    ...options,
    config: false,
    dts: false,
    clean: false,
    esbuildOptions(esbuild) {
      esbuild.absWorkingDir = path;
    },
  });
}
