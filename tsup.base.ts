import type { Options } from 'tsup';

/** How packages are built. Their own configurations say only what they have otherwise. */
export const base: Options = {
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

/** At the head of declarations that name what Node's types have, which TypeScript 6 does not look for unasked. */
export const nodeTypes = '/// <reference types="node" />';

/** How packages with such declarations are built. */
export const withNodeTypes: Options = { ...base, dts: { banner: nodeTypes } };
