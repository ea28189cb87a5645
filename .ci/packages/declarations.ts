import type ts from 'typescript';
import type { Manifest } from '../test/packages.js';
import { anyProblems, bundler, compiler, node10, node20, nodenext } from './compiler.js';
import type { Tarball } from './tarballs.js';

/** Every declaration file that the packages' exports name, each compiled alone in the folder of the installed packages. */
export function aloneProblems(tarballs: readonly Tarball[], folder: string): string[] {
  const compile = compiler(folder, (file) => !isForeign(file));
  return tarballs.flatMap(({ name, manifest }) =>
    declarationsOf(manifest).flatMap((path) => compile([`node_modules/${name}/${path}`], nodenext).problems),
  );
}

/**
 * TypeScript's and Node's own declarations: checked with the consumers, which is often enough. Those of Koa do not
 * compile where content-disposition 2 is installed beside them, as by Express 5.3: it brings types of its own.
 */
function isForeign({ fileName }: ts.SourceFile): boolean {
  return /\/node_modules\/(typescript|@types\/node|undici-types|@types\/koa)\//.test(fileName);
}

function declarationsOf(manifest: Manifest): string[] {
  return Object.values(manifest.exports ?? {}).flatMap((target) => {
    const types = (target as { types?: unknown } | null)?.types;
    return typeof types === 'string' ? [types] : [];
  });
}

/**
 * Consumers under Node's rules, as an ES module and as CommonJS, one whose bundler looks packages up, and an old one.
 */
export function consumerProblems(folder: string): string[] {
  const compile = compiler(folder);
  const variants = [true, false].flatMap((exactOptionalPropertyTypes) => [
    { options: { ...nodenext, exactOptionalPropertyTypes }, extensions: ['mts', 'cts'] },
    { options: { ...bundler, exactOptionalPropertyTypes, noEmit: true }, extensions: ['ts'] },
  ]);
  const problems = [
    ...variants,
    { options: { ...node20, noEmit: true }, extensions: ['cts'] },
    { options: { ...node10, noEmit: true }, extensions: ['ts'] },
  ].flatMap(({ options, extensions }) => {
    const files = extensions.flatMap((extension) => [`everything.${extension}`, `sign-in.${extension}`]);
    const compilation = compile(files, options);
    // The JavaScript, next to the sources, is for running them.
    compilation.program.emit();
    const anys = extensions.flatMap((extension) => anyProblems(compilation, `everything.${extension}`));
    return [...compilation.problems, ...anys];
  });
  return [...new Set(problems)].filter((problem) => !/^node_modules\/@types\/koa\//.test(problem));
}
