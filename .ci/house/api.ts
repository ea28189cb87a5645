import ts from 'typescript';
import { type Module, type Origin, type ReadText, readModule } from './declarations.js';

/**
 * The public surface of a package as one declaration file: what its entries export, and what those declarations refer
 * to. Without comments and sorted by name, so that it changes when the surface does and at no other time. It is made
 * file by file, without a type checker, as `isolatedDeclarations` allows.
 *
 * @param entries source files by the names under which they are imported
 */
export function apiReport(entries: ReadonlyMap<string, string>, read: ReadText): string {
  const modules = new Map<string, Module>();
  const moduleAt = (path: string): Module => {
    const known = modules.get(path) ?? readModule(path, read);
    modules.set(path, known);
    return known;
  };
  /** Follows imports and re-exports to the module that declares a name. */
  const follow = (origin: Origin): Origin => {
    if (origin.path === undefined) return origin;
    const { imports, exports, declared } = moduleAt(origin.path);
    const next = declared.has(origin.name) ? undefined : (imports.get(origin.name) ?? exports.get(origin.name));
    return next ? follow(next) : origin;
  };

  const found = new Map<string, Declaration>();
  const external = new Set<string>();
  const add = (origin: Origin): void => {
    if (origin.path === undefined) {
      external.add(`import type { ${origin.name} } from '${origin.module}';`);
      return;
    }
    const key = `${origin.name} ${origin.path}`;
    if (found.has(key)) return;
    const { declared } = moduleAt(origin.path);
    const statements = declared.get(origin.name) ?? [];
    found.set(key, { name: origin.name, statements });
    for (const statement of statements) addNamesIn(statement, origin.path);
  };
  const addNamesIn = (node: ts.Node, path: string): void => {
    const { declared, imports } = moduleAt(path);
    for (const name of namesIn(node)) {
      const imported = imports.get(name);
      if (imported) add(follow(imported));
      else if (declared.has(name)) add({ path, name });
    }
  };

  const exported = [...entries].map(([name, path]) => {
    const lines = [...moduleAt(path).exports].map(([as, origin]) => {
      const target = follow(origin);
      add(target);
      return target.name === as ? `  ${as},` : `  ${target.name} as ${as},`;
    });
    return [`// ${name}`, 'export {', ...lines.sort(), '};'].join('\n');
  });

  const augmentations = reachable([...entries.values()], moduleAt).flatMap(({ path, augmentations }) => {
    for (const node of augmentations) addNamesIn(node, path);
    return augmentations.map(print);
  });
  const declarations = [...found.values()].sort((a, b) => compare(a.name, b.name));
  return [
    [...external].sort().join('\n'),
    ...declarations.map(({ statements }) => [...new Set(statements.map(print))].join('\n')),
    ...augmentations.sort(),
    ...exported,
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

interface Declaration {
  readonly name: string;
  readonly statements: readonly ts.Statement[];
}

/** The modules of the package that an entry loads, whatever it takes from them: they may extend other modules. */
function reachable(paths: readonly string[], moduleAt: (path: string) => Module): Module[] {
  const seen = new Map<string, Module>();
  const visit = (path: string): void => {
    if (seen.has(path)) return;
    const module = moduleAt(path);
    seen.set(path, module);
    for (const next of module.loads) visit(next);
  };
  paths.forEach(visit);
  return [...seen.values()];
}

/** Names that a declaration refers to, its own and its type parameters among them. */
function namesIn(node: ts.Node): Set<string> {
  const names = new Set<string>();
  const visit = (child: ts.Node): void => {
    if (ts.isIdentifier(child) && !isMemberName(child)) names.add(child.text);
    ts.forEachChild(child, visit);
  };
  visit(node);
  return names;
}

function isMemberName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isQualifiedName(parent)) return parent.right === node;
  const isMember = ts.isTypeElement(parent) || ts.isClassElement(parent) || ts.isParameter(parent);
  return isMember && parent.name === node;
}

const printer = ts.createPrinter({ removeComments: true });

function print(node: ts.Statement): string {
  return printer
    .printNode(ts.EmitHint.Unspecified, node, node.getSourceFile())
    .replace(/^export /, '')
    .replace(/^( {4})+/gm, (indent) => indent.slice(indent.length / 2));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
