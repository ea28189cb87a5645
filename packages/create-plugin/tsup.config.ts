import { cpSync } from 'node:fs';
import type { Options } from 'tsup';

/** What is not part of a template; its own build may write and remove some of it meanwhile. */
const BUILT = /(?:^|\/)(?:node_modules|dist|tsup\.config\.bundled_[^/]*)$/;

const config: Options = {
  entry: ['src/index.ts', 'src/bin.ts'],
  format: 'esm',
  target: 'node20.19',
  platform: 'node',
  // Deno and Workers know Node's modules by this.
  removeNodeProtocol: false,
  silent: true,
  dts: { entry: 'src/index.ts' },
  clean: true,
  async onSuccess() {
    for (const folder of ['template', 'standalone']) {
      cpSync(folder, `dist/${folder}`, { recursive: true, filter: (path) => !BUILT.test(path) });
    }
  },
};

export default config;
