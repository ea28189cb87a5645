import type { Options } from 'tsup';

const config: Options = {
  entry: ['src/**/*.ts'],
  // File by file: each process of the benchmark starts with one of them.
  bundle: false,
  format: 'esm',
  target: 'node20.19',
  platform: 'node',
  silent: true,
  clean: true,
};

export default config;
