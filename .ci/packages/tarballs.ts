import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { type Message, publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { command } from '../command.js';
import { type Manifest, root } from '../test/packages.js';

/** A package as it would be uploaded. */
export interface Tarball {
  readonly name: string;
  /** Where the archive is. */
  readonly path: string;
  /** Paths of the files in it. */
  readonly files: readonly string[];
  readonly manifest: Manifest;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Packs every package into a folder: the same program and the same steps as in a release. */
export async function pack(folder: string): Promise<Tarball[]> {
  mkdirSync(folder, { recursive: true });
  const args = ['-y', 'pnpm@12', '--recursive', '--filter', './packages/*', 'pack', '--json', '--pack-destination'];
  const packed: { filename: string }[] = JSON.parse(await command('npx', [...args, folder], root));
  return Promise.all(packed.map(({ filename }) => readTarball(filename)));
}

/** Those that were packed into a folder; none where there is no folder. */
export async function readTarballs(folder: string): Promise<Tarball[]> {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.tgz')) : [];
  return Promise.all(names.map((name) => readTarball(join(folder, name))));
}

async function readTarball(path: string): Promise<Tarball> {
  const listed = await command('tar', ['tzf', path], dirname(path));
  const manifest: Manifest = JSON.parse(await command('tar', ['xzOf', path, 'package/package.json'], dirname(path)));
  return {
    name: manifest.name ?? '',
    path,
    files: listed
      .split('\n')
      .flatMap((line) => (line === '' || line.endsWith('/') ? [] : line.replace('package/', ''))),
    manifest,
    bytes: new Uint8Array(await readFile(path)),
  };
}

/** What must not be in a tarball or its manifest, and what is missing. */
export function contentProblems({ name, files, manifest }: Pick<Tarball, 'name' | 'files' | 'manifest'>): string[] {
  const wanted = [...new Set([...((manifest['files'] ?? []) as string[]), 'README.md', 'LICENSE', 'package.json'])];
  const isOf = (path: string, entry: string): boolean => path === entry || path.startsWith(`${entry}/`);
  const isAllowed = (path: string): boolean => [...wanted, 'CHANGELOG.md'].some((entry) => isOf(path, entry));
  return [
    ...files.filter((path) => !isAllowed(path)).map((path) => `${name}: ${path} does not belong in the tarball`),
    ...wanted
      .filter((entry) => !files.some((path) => isOf(path, entry)))
      .map((entry) => `${name}: ${entry} is missing in the tarball`),
    ...Object.entries(manifest)
      .filter(([, value]) => /"(workspace|catalog):/.test(JSON.stringify(value)))
      .map(([field]) => `${name}: ${field} holds workspace: or catalog:, which nobody else can install`),
  ];
}

export async function publintProblems({ name, bytes }: Tarball): Promise<string[]> {
  const { messages, pkg } = await publint({ strict: true, pack: { tarball: bytes.buffer } });
  return messages
    .filter((message) => message.type !== 'suggestion' && !isOfTemplate(message))
    .map((message) => `${name}: ${formatMessage(message, pkg) ?? message.code}`);
}

/** A manifest in a template will be one at the top of a package, where its exports count. */
function isOfTemplate(message: Message): boolean {
  return message.code === 'NESTED_PACKAGE_JSON_FIELD_IGNORED' && message.args.filePath.includes('/template/');
}

/** `require` works by Node's `require(esm)`, which this resolution does not know; `node20` and `nodenext` do. */
const IGNORED_RESOLUTIONS: readonly string[] = ['node16-cjs'];

export async function attwProblems({ name, bytes }: Tarball): Promise<string[]> {
  const result = await checkPackage(createPackageFromTarballData(bytes));
  // Without types there is nothing to be wrong: a package that has only a command.
  if (result.types === false) return [];
  return result.problems
    .filter((problem) => !('resolutionKind' in problem && IGNORED_RESOLUTIONS.includes(problem.resolutionKind)))
    .map((problem) => `${name}: ${JSON.stringify(problem)}`);
}
