import { fileURLToPath } from 'node:url';
import { defineConfig, type ViteUserConfig } from 'vitest/config';
import { alias, reporters } from '../../vitest.workspace.js';

/**
 * The site is built once; the programs of its pages run beside each other, with the servers that they speak to. Limits
 * only end what hangs.
 */
const config: ViteUserConfig = defineConfig({
  resolve: { alias },
  test: {
    root: fileURLToPath(new URL('.', import.meta.url)),
    isolate: false,
    include: ['test/**/*.test.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    reporters: reporters('docs'),
    maxWorkers: '100%',
  },
});

export default config;
