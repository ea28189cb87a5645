import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { command } from '../command.js';
import { root } from '../test/packages.js';
import { foldersOf } from './workspace.js';

/** Where the repository is, for people: `https://…`. The one place that says so is `repository.url` of `package.json`. */
export function addressOf(manifest: string = join(root, 'package.json')): string {
  const { repository } = JSON.parse(readFileSync(manifest, 'utf8')) as { repository?: { url?: string } };
  const [, address] = /^git\+(https:\/\/\S+)\.git$/.exec(repository?.url ?? '') ?? [];
  if (address === undefined) throw new Error(`${manifest}: repository.url is not git+https://….git`);
  return address;
}

/** What a package's manifest says of it, to be found from npm. */
export function fieldsAt(address: string, directory: string): Readonly<Record<string, unknown>> {
  return {
    homepage: `${address}/tree/main/${directory}#readme`,
    bugs: `${address}/issues`,
    repository: { type: 'git', url: `git+${address}.git`, directory },
  };
}

/** Where a text leads to another repository of ours than the one at `address`: an old one, or one that nobody has. */
export function foreignAddresses(text: string, address: string): string[] {
  const links = text.matchAll(
    /https:\/\/[\w.-]+\/[\w.-]+\/[\w.-]+?(?=\.git\b|\/(?:tree|blob|raw)\/main\/|\/security\/adv)/g,
  );
  return [...links]
    .map(([link]) => link)
    .filter((link) => link !== address && link.split('/').at(-1) === nameOf(address));
}

/** Every file of the repository that leads elsewhere. */
export async function addressProblems(): Promise<string[]> {
  const address = addressOf();
  const problems = await Promise.all(
    (await textFiles()).map(async (path) =>
      foreignAddresses(read(path), address).map((link) => `${path} leads to ${link}, and the repository is ${address}`),
    ),
  );
  return [...new Set(problems.flat())];
}

/** Has everything lead to where the manifest of the repository says, which somebody has changed. */
export async function writeAddress(): Promise<void> {
  const address = addressOf();
  const old = new Set(foldersOf('packages').map((at) => addressOf(`${at}package.json`)));
  for (const path of await textFiles()) {
    const text = read(path);
    const moved = [...old].reduce((before, from) => before.replaceAll(from, address), text);
    if (moved !== text) writeFileSync(join(root, path), moved);
  }
}

async function textFiles(): Promise<string[]> {
  const listed = await command('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], root);
  return listed
    .split('\0')
    .filter((path) => /\.(?:[cm]?[jt]sx?|jsonc?|md|ya?ml)$/.test(path) && existsSync(join(root, path)));
}

const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const nameOf = (address: string): string => address.split('/').at(-1) ?? '';
