import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { start } from './application.js';
import type { Backends } from './backends.js';
import type { Readme } from './programs.js';
import { alice, VISITS } from './visits.js';

/**
 * Does what a README says, line by line, in an empty folder: installs from a registry what the line names, makes a
 * secret and a user, and starts the first program, as JavaScript and as TypeScript.
 */
export async function literalProblems(
  readme: Readme,
  folder: string,
  npmrc: string,
  backends: Backends,
): Promise<string[]> {
  const [program] = readme.modules;
  if (!program || readme.shell.length === 0) return ['there is nothing to be run as it stands'];
  await mkdir(folder);
  await writeFile(join(folder, '.npmrc'), npmrc);
  await writeFile(join(folder, 'app.mjs'), program.printed);
  const environment = { ...process.env, WHO_SECRET: undefined };
  const shell = readme.shell.join('\n');
  {
    await using application = await start({
      command: ['sh', '-ec', shell],
      folder,
      env: environment,
      input: alice.password,
    });
    await VISITS[program.run ?? '']?.(application, backends);
  }
  await writeFile(join(folder, 'app.mts'), program.printed);
  const typed =
    shell
      .split('\n')
      .at(-1)
      ?.replace(/^node (.*)\.mjs$/, 'npx tsx $1.mts') ?? '';
  await using application = await start({ command: ['sh', '-ec', typed], folder, env: environment });
  await VISITS[program.run ?? '']?.(application, backends);
  return [];
}
