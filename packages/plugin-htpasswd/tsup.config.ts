import type { Options } from 'tsup';

const config: Options = {
  entry: ['src/index.ts', 'src/check-worker.ts'],
  format: 'esm',
  target: 'node20.19',
  platform: 'node',
  silent: true,
  dts: true,
  clean: true,
};

export default config;
