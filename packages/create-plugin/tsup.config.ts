import { cpSync } from 'node:fs';
import type { Options } from 'tsup';

const config: Options = {
  entry: ['src/index.ts', 'src/bin.ts'],
  format: 'esm',
  target: 'node20.19',
  platform: 'node',
  silent: true,
  dts: { entry: 'src/index.ts' },
  clean: true,
  async onSuccess() {
    for (const folder of ['template', 'standalone']) {
      cpSync(folder, `dist/${folder}`, { recursive: true, filter: (path) => !/\b(?:node_modules|dist)$/.test(path) });
    }
  },
};

export default config;
