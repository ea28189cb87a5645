import type { Options } from 'tsup';
import { base, nodeTypes } from '../../tsup.base.js';

const config: Options = {
  ...base,
  entry: ['src/index.ts', 'src/bin.ts'],
  dts: { entry: 'src/index.ts', banner: nodeTypes },
};

export default config;
