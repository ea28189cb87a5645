import type { Options } from 'tsup';

const config: Options = {
  entry: ['src/index.ts'],
  format: 'esm',
  target: 'node20.19',
  platform: 'node',
  // Deno and Workers know Node's modules by this.
  removeNodeProtocol: false,
  silent: true,
  dts: true,
  clean: true,
};

export default config;
