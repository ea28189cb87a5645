// Whether every change to a package will be released, and whether the releases come out as intended.
import { check } from '../check.js';
import { root } from '../test/packages.js';
import type { Bump } from './pending.js';
import { missingChangesets } from './required.js';
import { openTrial } from './trial.js';

await check(
  'a changeset for every changed package',
  () => missingChangesets(root),
  'npx -y pnpm@12 changeset   names the packages and says what changes for their users; commit what it writes',
);

const trial = openTrial();
try {
  const config = 'see .changeset/*.md and .changeset/config.json';
  if (await check('changeset version: the pending ones', trial.pending, config)) {
    const plugin = [...trial.state().keys()].find((name) => name.startsWith('@who/plugin-')) ?? '';
    const scenarios: Record<string, Bump>[] = [
      { '@who/core': 'patch' },
      { '@who/core': 'minor' },
      { [plugin]: 'minor' },
      { '@who/core': 'minor', [plugin]: 'patch' },
      { '@who/core': 'major' },
    ];
    await Promise.all(
      scenarios.map((releases) => {
        const what = Object.entries(releases).map(([name, bump]) => `a ${bump} of ${name}`);
        return check(`changeset version: ${what.join(' and ')}`, () => trial.further(releases), config);
      }),
    );
  }
} finally {
  trial.close();
}
