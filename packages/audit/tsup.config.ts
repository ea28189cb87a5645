import { writeFileSync } from 'node:fs';
import type { Options } from 'tsup';
import { base } from '../../tsup.base.js';
import { auditSchema } from './src/schema.js';

const config: Options = {
  ...base,
  async onSuccess() {
    writeFileSync('dist/schema.json', `${JSON.stringify(auditSchema, null, 2)}\n`);
  },
};

export default config;
