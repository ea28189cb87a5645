import { copyFileSync } from 'node:fs';
import type { Options } from 'tsup';
import { withNodeTypes } from '../../tsup.base.js';

const options: Options = {
  ...withNodeTypes,
  // One for editors, which look for it beside the package, and one for the package itself.
  async onSuccess() {
    for (const name of ['who.schema.json', 'who.structure.json']) {
      copyFileSync(new URL(`src/schema/${name}`, import.meta.url), new URL(`dist/${name}`, import.meta.url));
    }
  },
};

export default options;
