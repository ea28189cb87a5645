import { fileURLToPath } from 'node:url';
import { defineConfig, type ViteUserConfig } from 'vitest/config';
import { alias, reporters } from '../../vitest.workspace.js';

/** Real peers take their time to start, and the runs share the machine with them: limits only end what hangs. */
const config: ViteUserConfig = defineConfig({
  resolve: { alias },
  test: {
    root: fileURLToPath(new URL('.', import.meta.url)),
    isolate: false,
    include: ['test/**/*.test.ts'],
    // A third of a gigabyte is installed for it: once a night.
    exclude: process.env['WHO_NEXT'] === '1' ? [] : ['test/frameworks/next.test.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    reporters: reporters('interop'),
    // By default one core is left for others, which is half of two.
    maxWorkers: '100%',
  },
});

export default config;
