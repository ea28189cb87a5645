import { mkdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { check } from '../../check.js';
import { compiler, nodenext } from '../compiler.js';
import { start } from './application.js';
import { startBackends } from './backends.js';
import { folderFor } from './folders.js';
import { NOT_RUN, type Plan, planOf, staleExcuses } from './plan.js';
import { type Readme, readReadmes } from './programs.js';
import { runProblems } from './run.js';
import { alice } from './visits.js';

/**
 * Runs what READMEs print, from the packed packages: every block of code, with every server asked over HTTP for what
 * its README says, and attacked.
 *
 * @param installed a folder in which everything is installed that READMEs name
 * @param at a folder to make
 */
export async function checkReadmes(installed: string, at: string): Promise<void> {
  await mkdir(at);
  const readmes = readReadmes();
  const plans = readmes.map(planOf);
  await check(
    `READMEs: every server is asked, and all but ${NOT_RUN.length} blocks of code run`,
    () => [...plans.flatMap(({ problems }) => problems), ...staleExcuses(readmes)],
    'say above the block how it is run, <!-- run: NAME -->, by a name in .ci/packages/readmes/visits.ts',
  );
  const users = join(at, 'users.htpasswd');
  let folders: readonly string[] = [];
  const isReady = await check(
    'READMEs: what their install lines name, and a user by @who/plugin-htpasswd',
    async () => {
      const command = ['npx', '--no-install', '@who/plugin-htpasswd', users, alice.login] as const;
      await using made = await start({ command, folder: installed, input: alice.password, serves: false });
      if ((await made.ended) !== 0) return [made.output];
      folders = await Promise.all(readmes.map((readme) => folderFor(readme, installed, users, at)));
      return [];
    },
  );
  if (!isReady) return;

  await using backends = await startBackends(secretsIn(readmes));
  await check('READMEs: their code compiles where nothing else is installed', () => typeProblems(plans, folders, at));
  const waiting = plans.map((plan, index) => ({ plan, folder: folders[index] as string }));
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { plan, folder } = next;
      await check(`runs: ${plan.readme.path}`, () => runProblems(plan, folder, backends));
    }
  };
  await Promise.all([work(), work()]);
}

/** As modules of Node. What adds to other modules would do so for the readers of all READMEs, and is left out. */
function typeProblems(plans: readonly Plan[], folders: readonly string[], at: string): string[] {
  const files = plans.flatMap(({ readme }, index) =>
    readme.modules
      .filter(({ augments }) => !augments)
      .map(({ name }) => relative(at, join(folders[index] ?? '', `${name}.ts`))),
  );
  const compile = compiler(at, ({ fileName }) => !fileName.includes('/node_modules/'));
  return [...compile(files, { ...nodenext, skipLibCheck: true, noEmit: true }).problems];
}

/** The variables from which programs, and the files that they read, take secrets: `WHO_SECRET` and the like. */
function secretsIn(readmes: readonly Readme[]): string[] {
  const printed = readmes.flatMap(({ modules, files = new Map() }) => [
    ...modules.map((module) => module.printed),
    ...files.values(),
  ]);
  return [...printed.join('\n').matchAll(/(?:process\.env\['|\$\{)(\w+_SECRET)\b/g)].map(([, name = '']) => name);
}
