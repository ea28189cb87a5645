// Runs the tests of all packages on each line of Node that they support: the oldest version that `engines` allows, and
// the newest of the later lines. The programs come from the npm package `node`.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, dirname } from 'node:path';
import { check } from './check.js';
import { command } from './command.js';
import { root } from './test/packages.js';

const { engines } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { engines: { node: string } };
const versions = process.argv.length > 2 ? process.argv.slice(2) : [engines.node.replace('>=', ''), '22', '24', '26'];

const projects = readdirSync(`${root}packages`)
  .filter((name) => existsSync(`${root}packages/${name}/test`))
  .concat('alone')
  .flatMap((name) => ['--project', name]);

for (const version of versions) {
  const node = (await command('npx', ['-y', '-p', `node@${version}`, 'node', '-p', 'process.execPath'], root)).trim();
  const is = (await command(node, ['--version'], root)).trim();
  const results = `.ci/results/node-${version}.json`;
  // Whatever a test starts by the name `node`, a command's first line included, has to be this one too.
  const env: NodeJS.ProcessEnv = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env['PATH']}` };
  // With it, the configuration would leave the results under the name of the default run.
  delete env['CI'];
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`];
  const vitest = [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--config',
    'vitest.workspace.ts',
    ...reporters,
    ...projects,
  ];
  await check(
    `tests of all packages on Node ${is}`,
    async () => {
      await command(node, vitest, root, env);
      const { numTotalTests } = JSON.parse(readFileSync(root + results, 'utf8'));
      return numTotalTests > 0 ? [] : ['no test ran'];
    },
    `npx -y pnpm@12 check:nodes ${version}`,
  );
}
