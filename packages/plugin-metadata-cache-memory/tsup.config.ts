import { defineConfig, type Options } from 'tsup';

const config: Options | Options[] | ((overrideOptions: Options) => unknown) = defineConfig({
  entry: ['src/index.ts'],
  format: 'esm',
  target: 'node20.19',
  platform: 'node',
  dts: true,
  clean: true,
});

export default config;
