import { cpSync, existsSync, readdirSync } from 'node:fs';
import type { Options } from 'tsup';
import { base } from '../../tsup.base.js';
import { isLeftBehind } from './src/left-behind.js';

const config: Options = {
  ...base,
  entry: ['src/index.ts', 'src/bin.ts'],
  dts: { entry: 'src/index.ts' },
  async onSuccess() {
    cpSync('../../examples', 'dist/examples', { recursive: true, filter: (path) => !isLeftBehind(path) });
    // npm would leave them out of the tarball.
    for (const name of readdirSync('dist/examples')) {
      const file = `dist/examples/${name}/.gitignore`;
      if (existsSync(file)) cpSync(file, `dist/examples/${name}/gitignore`);
    }
  },
};

export default config;
