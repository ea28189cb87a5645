import { copyFileSync } from 'node:fs';
import type { Options } from 'tsup';
import { withNodeTypes } from '../../tsup.base.js';

const options: Options = {
  ...withNodeTypes,
  // For editors, which look for it beside the package.
  async onSuccess() {
    copyFileSync(
      new URL('src/schema/who.schema.json', import.meta.url),
      new URL('dist/who.schema.json', import.meta.url),
    );
  },
};

export default options;
