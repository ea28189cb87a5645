import type { Options } from 'tsup';
import { base } from '../../tsup.base.js';

const config: Options = {
  ...base,
  entry: ['src/**/*.ts'],
  // File by file: each process of the benchmark starts with one of them.
  bundle: false,
  dts: false,
};

export default config;
