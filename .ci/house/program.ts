import ts from 'typescript';
import { root } from '../test/packages.js';
import { foldersOf } from './workspace.js';

/** Files that exist only here, by the absolute path at which they pretend to be. */
export type VirtualFiles = ReadonlyMap<string, string>;

/**
 * A program over the sources of the packages and some virtual files beside them, with the options of `tsconfig.json`.
 * A virtual file may import what its own package has installed and what any other in the workspace has: examples show
 * plugins together with frameworks that the plugins themselves know nothing of.
 */
export function createProgram(roots: readonly string[], virtual: VirtualFiles, like?: ts.Program): ts.Program {
  const options = { ...readOptions(), ...LENIENT };
  const host = ts.createCompilerHost(options, true);
  const { fileExists, readFile, getSourceFile } = host;
  const cache = ts.createModuleResolutionCache(root, (path) => path, options);
  const elsewhere = [...foldersOf('packages'), ...foldersOf('apps')].map((at) => `${at}index.ts`);

  host.fileExists = (path) => virtual.has(path) || fileExists(path);
  host.readFile = (path) => virtual.get(path) ?? readFile(path);
  host.getSourceFile = (path, target) => {
    const text = virtual.get(path);
    if (text === undefined) return like?.getSourceFile(path) ?? getSourceFile(path, target);
    return ts.createSourceFile(path, text, target, true);
  };
  host.resolveModuleNameLiterals = (literals, path, redirected, _options, file) =>
    literals.map((literal) => {
      const mode = ts.getModeForUsageLocation(file, literal, options);
      const from = virtual.has(path) ? [path, ...elsewhere] : [path];
      for (const place of from) {
        const found = ts.resolveModuleName(literal.text, place, options, host, cache, redirected, mode);
        if (found.resolvedModule) return found;
      }
      return { resolvedModule: undefined };
    });
  return ts.createProgram({ rootNames: [...roots, ...virtual.keys()], options, host });
}

/** An example need not use all that it declares, nor say which of its imports are types. */
const LENIENT: ts.CompilerOptions = {
  noUnusedLocals: false,
  noUnusedParameters: false,
  verbatimModuleSyntax: false,
  isolatedDeclarations: false,
  declaration: false,
};

function readOptions(): ts.CompilerOptions {
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} };
  const config = ts.getParsedCommandLineOfConfigFile(`${root}tsconfig.json`, {}, host);
  if (!config) throw new Error('tsconfig.json cannot be read.');
  return config.options;
}
