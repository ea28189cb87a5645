import { dirname, join } from 'node:path';
import ts from 'typescript';

/** The text of a source file. */
export type ReadText = (path: string) => string;

/** Where a name comes from: a file of the same package, or another module. */
export type Origin =
  | { readonly path: string; readonly name: string }
  | { readonly path?: undefined; readonly module: string; readonly name: string };

/** The declarations of one source file. */
export interface Module {
  readonly path: string;
  readonly declared: ReadonlyMap<string, readonly ts.Statement[]>;
  readonly imports: ReadonlyMap<string, Origin>;
  /** By the exported name. */
  readonly exports: ReadonlyMap<string, Origin>;
  /** What it adds to other modules: `declare module 'node:http' { … }`. */
  readonly augmentations: readonly ts.Statement[];
  /** Files of the same package that it imports or re-exports from. */
  readonly loads: readonly string[];
}

/** Reads what a source file declares, imports and exports. */
export function readModule(path: string, read: ReadText): Module {
  const source = read(path);
  const { outputText } = ts.transpileDeclaration(source, { fileName: path, compilerOptions: OPTIONS });
  const file = ts.createSourceFile(path, outputText, ts.ScriptTarget.ESNext, true);
  const declared = new Map<string, ts.Statement[]>();
  const imports = new Map<string, Origin>();
  const exports = new Map<string, Origin>();
  const augmentations: ts.Statement[] = [];

  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement)) {
      for (const [local, origin] of importsOf(statement, path)) imports.set(local, origin);
    } else if (ts.isExportDeclaration(statement)) {
      for (const { name, propertyName } of specifiersOf(statement.exportClause)) {
        const from = { name: (propertyName ?? name).text };
        exports.set(name.text, statement.moduleSpecifier ? originOf(statement, path, from.name) : { path, ...from });
      }
    } else if (isAugmentation(statement)) {
      augmentations.push(statement);
    } else {
      for (const name of declaredBy(statement)) {
        declared.set(name, [...(declared.get(name) ?? []), statement]);
        if (isExported(statement)) exports.set(name, { path, name });
      }
    }
  }
  const loads = ts
    .preProcessFile(source, true, true)
    .importedFiles.filter(({ fileName }) => fileName.startsWith('.'))
    .map(({ fileName }) => beside(path, fileName));
  return { path, declared, imports, exports, augmentations, loads };
}

const OPTIONS: ts.CompilerOptions = {
  module: ts.ModuleKind.NodeNext,
  target: ts.ScriptTarget.ES2023,
  isolatedDeclarations: true,
  declaration: true,
  removeComments: true,
};

/** The names that a statement gives to something: one, several (`const { a, b } = …`) or none. */
export function declaredBy(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap(({ name }) => bound(name));
  const { name } = statement as { name?: ts.Node };
  return name && ts.isIdentifier(name) ? [name.text] : [];
}

function bound(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? bound(element.name) : []));
}

/** Whether a statement adds to a module that exists, or to the global scope. */
export function isAugmentation(statement: ts.Statement): boolean {
  return ts.isModuleDeclaration(statement) && (ts.isStringLiteral(statement.name) || statement.name.text === 'global');
}

function isExported(statement: ts.Statement): boolean {
  return (
    ts.canHaveModifiers(statement) && !!statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
  );
}

function importsOf(statement: ts.ImportDeclaration, path: string): [string, Origin][] {
  const { name, namedBindings } = statement.importClause ?? {};
  const bindings: [string, Origin][] = name ? [[name.text, originOf(statement, path, 'default')]] : [];
  if (namedBindings && ts.isNamespaceImport(namedBindings)) {
    return [...bindings, [namedBindings.name.text, originOf(statement, path, `* as ${namedBindings.name.text}`)]];
  }
  for (const { name: local, propertyName } of namedBindings?.elements ?? []) {
    bindings.push([local.text, originOf(statement, path, (propertyName ?? local).text)]);
  }
  return bindings;
}

function specifiersOf(clause: ts.NamedExportBindings | undefined): readonly ts.ExportSpecifier[] {
  return clause && ts.isNamedExports(clause) ? clause.elements : [];
}

function originOf(statement: ts.ImportDeclaration | ts.ExportDeclaration, path: string, name: string): Origin {
  const module = (statement.moduleSpecifier as ts.StringLiteral).text;
  return module.startsWith('.') ? { path: beside(path, module), name } : { module, name };
}

function beside(path: string, specifier: string): string {
  return join(dirname(path), specifier.replace(/\.js$/, '.ts'));
}
