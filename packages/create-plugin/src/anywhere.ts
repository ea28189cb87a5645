import { relative } from 'node:path';
import type { Place } from './cli.js';
import { createPluginFrom } from './create-plugin.js';
import type { Kit } from './kit.js';
import { checkPackageName } from './names.js';

/** `npm create @who/plugin`: a package of its own, anywhere. */
export function anywhere(kit: Kit): Place {
  return {
    command: 'npm create @who/plugin',
    help: `Starts a plugin of @who: a small working package with its tests, to be changed into what it is to be.

  NAME                the package's name, e.g. who-ip-address or @me/who-ip-address`,
    version: kit.version,
    takesDir: true,
    checkName: checkPackageName,
    create(wishes) {
      const { dir, factory } = createPluginFrom(kit, wishes);
      const here = relative(process.cwd(), dir) || '.';
      return `Made ${wishes.name} in ${dir}

1. cd ${here} && npm install && npm test
2. Change ${factory} and its tests into what you need; "npm run test:watch" runs them at every change.
3. Bring README.md up to date, and publish: npm publish
`;
    },
  };
}
