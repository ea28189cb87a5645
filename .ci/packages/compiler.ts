import { join } from 'node:path';
import ts from 'typescript';
import { findAny } from './any.js';

/** Files that were compiled with the options of somebody who has installed the packages. */
export interface Compilation {
  readonly program: ts.Program;
  /** One text per error; empty when all is well. */
  readonly problems: readonly string[];
}

export type Compile = (files: readonly string[], options: ts.CompilerOptions) => Compilation;

const strictest: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  lib: ['lib.es2023.d.ts'],
  // The default of TypeScript 6: packages have to say themselves what they need.
  types: [],
  strict: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: false,
};

/** How other people's projects look packages up. */
export const nodenext: ts.CompilerOptions = {
  ...strictest,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
};

/** The same from TypeScript 5.9 on, where CommonJS may `require` ES modules. */
export const node20: ts.CompilerOptions = { ...nodenext, module: ts.ModuleKind.Node20 };

/** Old projects: CommonJS, and no look at `exports`. */
export const node10: ts.CompilerOptions = {
  ...strictest,
  module: ts.ModuleKind.CommonJS,
  moduleResolution: ts.ModuleResolutionKind.Node10,
  ignoreDeprecations: '6.0',
};

export const bundler: ts.CompilerOptions = {
  ...strictest,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
};

/**
 * Compiles files of the folder where packages are installed, as often as it takes: a declaration file is parsed once
 * for all of them.
 *
 * @param isChecked which files to look for errors in. @default all, TypeScript's and Node's own included
 */
export function compiler(folder: string, isChecked = (_file: ts.SourceFile): boolean => true): Compile {
  const parsed = new Map<string, ts.SourceFile | undefined>();
  return (files, options) => {
    const host = ts.createCompilerHost(options);
    const parse = host.getSourceFile;
    host.getCurrentDirectory = () => folder;
    host.getSourceFile = (name, language, ...rest) => {
      const key = `${options.moduleResolution} ${name}`;
      if (!parsed.has(key)) parsed.set(key, parse(name, language, ...rest));
      return parsed.get(key);
    };
    const paths = files.map((file) => join(folder, file));
    const program = ts.createProgram(paths, options, host);
    const checked = program.getSourceFiles().filter(isChecked);
    const diagnostics = [
      ...program.getOptionsDiagnostics(),
      ...program.getGlobalDiagnostics(),
      ...checked.flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]),
    ];
    return { program, problems: diagnostics.map((diagnostic) => ts.formatDiagnostic(diagnostic, host)) };
  };
}

/** What is `any` in the modules that a compiled file imports. */
export function anyProblems({ program }: Compilation, file: string): string[] {
  const checker = program.getTypeChecker();
  const source = program.getSourceFiles().find(({ fileName }) => fileName.endsWith(`/${file}`));
  if (!source) return [`${file} was not compiled`];
  return source.statements.filter(ts.isImportDeclaration).flatMap(({ moduleSpecifier }) => {
    const name = (moduleSpecifier as ts.StringLiteral).text;
    const module = checker.getSymbolAtLocation(moduleSpecifier);
    if (!module) return [`${name} has no declarations`];
    return findAny(checker, module, isOurs)
      .map((path) => `${name}: ${path}`)
      .filter((path) => !MEANT.has(path))
      .map((path) => `${path} is any`);
  });
}

/** With `unknown`, middleware would not fit frameworks that name their errors (Polka); and Hono's contexts are of any kind. */
const MEANT: ReadonlySet<string> = new Set([
  '@who/connect: Middleware(next)(error)',
  '@who/hono: WhoMiddlewareOptions.peer(c)<…>',
]);

function isOurs({ fileName }: ts.SourceFile): boolean {
  return fileName.includes('/node_modules/@who/');
}
