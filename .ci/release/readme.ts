import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { start } from '../packages/readmes/application.js';
import { readReadmes } from '../packages/readmes/programs.js';
import { visitLoginPage } from '../packages/readmes/visits.js';

/**
 * Does what the README of the repository says, line by line, in an empty folder: installs from a registry what the line
 * names, makes a secret and a user, and starts the first application, as JavaScript and as TypeScript.
 */
export async function readmeProblems(folder: string, npmrc: string): Promise<string[]> {
  const [readme] = readReadmes();
  const [program] = readme?.modules ?? [];
  if (!readme || program?.run !== 'login page' || readme.shell.length === 0) {
    return ['README.md has no application with a login page, and lines that start it'];
  }
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
    });
    await visitLoginPage(application);
  }
  await writeFile(join(folder, 'app.mts'), program.printed);
  await using compiler = await start({
    command: ['npx', 'tsc', '--noEmit', 'app.mts'],
    folder,
    env: environment,
    serves: false,
  });
  if ((await compiler.ended) !== 0) return [`app.mts: ${compiler.output}`];
  const [last = ''] = shell.split('\n').slice(-1);
  const typed = last.replace(/^node (.*)\.mjs$/, 'npx tsx $1.mts');
  await using application = await start({ command: ['sh', '-ec', typed], folder, env: environment });
  await visitLoginPage(application);
  return [];
}

/** The same application, where it has been installed already. */
export async function againProblems(folder: string): Promise<string[]> {
  const command = [process.execPath, '--env-file=.env', 'app.mjs'] as const;
  await using application = await start({
    command: [...command],
    folder,
    env: { ...process.env, WHO_SECRET: undefined },
  });
  await visitLoginPage(application);
  return [];
}
