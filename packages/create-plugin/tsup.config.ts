import { cpSync } from 'node:fs';
import type { Options } from 'tsup';
import { base } from '../../tsup.base.js';

/** What is not part of a template; its own build may write and remove some of it meanwhile. */
const BUILT = /(?:^|\/)(?:node_modules|dist|tsup\.config\.bundled_[^/]*)$/;

const config: Options = {
  ...base,
  entry: ['src/index.ts', 'src/bin.ts'],
  dts: { entry: 'src/index.ts' },
  async onSuccess() {
    for (const folder of ['template', 'template-sso', 'standalone']) {
      cpSync(folder, `dist/${folder}`, { recursive: true, filter: (path) => !BUILT.test(path) });
    }
  },
};

export default config;
