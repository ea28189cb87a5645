import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isLeftBehind } from '../../../packages/create-app/src/left-behind.js';
import { command } from '../../command.js';
import { alice } from '../../packages/readmes/visits.js';
import { root } from '../../test/packages.js';

/** A project that people copy. */
export interface Example {
  /** `express` */
  readonly name: string;
  readonly manifest: ExampleManifest;
}

export interface ExampleManifest {
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>> | undefined;
}

export const EXAMPLES: string = join(root, 'examples');

/** Every example, found by looking. */
export async function readExamples(): Promise<Example[]> {
  const names = (await readdir(EXAMPLES)).filter((name) => existsSync(join(EXAMPLES, name, 'package.json'))).sort();
  return Promise.all(
    names.map(async (name) => ({
      name,
      manifest: JSON.parse(await readFile(join(EXAMPLES, name, 'package.json'), 'utf8')),
    })),
  );
}

/** What somebody gets from `npm create @who/app`, and is not as the example that it is made of. */
export async function createdProblems(folder: string, npmrc: string): Promise<string[]> {
  await mkdir(folder);
  await writeFile(join(folder, '.npmrc'), npmrc);
  await command('npm', ['create', '--yes', '@who/app', 'my-app', '--', '--framework', 'express'], folder);
  const listed = async (at: string): Promise<string[]> => {
    const files = await readdir(at, { recursive: true, withFileTypes: true });
    const paths = files.filter((file) => file.isFile()).map(({ parentPath, name }) => join(parentPath, name));
    return paths.map((path) => path.slice(at.length + 1)).sort();
  };
  const [made, example] = [join(folder, 'my-app'), join(EXAMPLES, 'express')];
  const got = await listed(made);
  const wanted = (await listed(example)).filter((path) => !isLeftBehind(join(example, path.split('/', 1).join(''))));
  if (String(got) !== String(wanted)) return [`it has ${got}, not ${wanted}`];
  const named = (path: string, text: string): string =>
    path === 'package.json' ? JSON.stringify({ ...JSON.parse(text), name: '' }) : text;
  const differ = await Promise.all(
    got.map(async (path) => {
      const texts = [made, example].map(async (at) => named(path, await readFile(join(at, path), 'utf8')));
      const [theirs, ours] = await Promise.all(texts);
      return theirs === ours ? [] : [`${path} is another`];
    }),
  );
  return differ.flat();
}

/**
 * Installs what all examples name, once, and copies them: in each lie links to what its own manifest names, and to
 * nothing else.
 *
 * @param npmrc leads to a registry that has our packages
 */
export async function installExamples(examples: readonly Example[], folder: string, npmrc: string): Promise<void> {
  await writeFile(join(folder, '.npmrc'), npmrc);
  const together = examples.filter(({ manifest }) => !isAlone(manifest));
  const dependencies = Object.assign({}, ...together.map(({ manifest }) => namedBy(manifest)));
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module', dependencies }));
  await npmInstall(folder);
  await Promise.all(
    examples.map(async ({ name, manifest }) => {
      const to = join(folder, name);
      await cp(join(EXAMPLES, name), to, { recursive: true, filter: (path) => !isLeftBehind(path) });
      if (isAlone(manifest)) {
        await writeFile(join(to, '.npmrc'), npmrc);
        await npmInstall(to);
      } else await linkTo(join(folder, 'node_modules'), to, manifest);
      await command('npm', ['run', 'setup'], to);
      if ('user' in manifest.scripts) await addUser(to);
    }),
  );
}

/** Turbopack, which builds that of Next.js, follows no link out of the project. */
function isAlone({ scripts }: ExampleManifest): boolean {
  return 'build' in scripts;
}

async function npmInstall(folder: string): Promise<void> {
  // What frameworks run when they are installed asks for donations, or fetches something.
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--prefer-offline'];
  await command('npm', args, folder);
}

async function linkTo(installed: string, to: string, manifest: ExampleManifest): Promise<void> {
  for (const dependency of Object.keys(namedBy(manifest))) {
    const link = join(to, 'node_modules', dependency);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(installed, dependency), link);
  }
  await symlink(join(installed, '.bin'), join(to, 'node_modules/.bin'));
}

/** The types of those in TypeScript, all at once. What builds itself has its types looked at then. */
export async function typeProblems(examples: readonly Example[], folder: string): Promise<string[]> {
  const typed = examples.filter(({ manifest }) => 'typecheck' in manifest.scripts && !isAlone(manifest));
  const include = typed.flatMap(({ name }) => [`${name}/src`, `${name}/test`]);
  // The strictest of them, and decorators for the one that has some.
  const config = { extends: './nestjs/tsconfig.json', include };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
  await command(join(folder, 'node_modules/.bin/tsc'), ['--project', 'tsconfig.json'], folder);
  return [];
}

/** `npm test` of those that have tests. */
export async function testProblems(examples: readonly Example[], folder: string): Promise<string[]> {
  const tested = examples.filter(({ manifest }) => 'test' in manifest.scripts);
  for (const { name } of tested) await command('npm', ['test'], join(folder, name));
  return tested.length > 0 ? [] : ['no example has tests'];
}

async function addUser(folder: string): Promise<void> {
  const line = `printf '%s\\n' "$PASSWORD" | npm run user ${alice.login}`;
  await command('sh', ['-ec', line], folder, { ...process.env, PASSWORD: alice.password });
}

function namedBy({ dependencies, devDependencies }: ExampleManifest): Readonly<Record<string, string>> {
  return { ...dependencies, ...devDependencies };
}
