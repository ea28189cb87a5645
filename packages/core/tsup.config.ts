import type { Options } from 'tsup';

const config: Options = {
  entry: ['src/index.ts'],
  format: 'esm',
  target: 'node20.19',
  platform: 'node',
  // Deno and Workers know Node's modules by this.
  removeNodeProtocol: false,
  silent: true,
  // The declarations name what Node's types have, too, which TypeScript 6 does not look for unasked.
  dts: { banner: '/// <reference types="node" />' },
  clean: true,
};

export default config;
