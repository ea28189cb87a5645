import type { Options } from 'tsup';
import { base } from '../../tsup.base.js';

const config: Options = {
  ...base,
  entry: ['src/main.ts'],
  dts: false,
  // It may be missing, which only dependencies may not by themselves.
  external: ['better-sqlite3'],
};

export default config;
