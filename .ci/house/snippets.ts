import { readFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import ts from 'typescript';
import type { Block } from './blocks.js';
import { declaredBy, isAugmentation, readModule } from './declarations.js';
import type { Package } from './workspace.js';

/** A README and the code that belongs to it. */
export interface Document {
  /** Absolute path of the README. */
  readonly path: string;
  readonly blocks: readonly Block[];
  /** The examples in the doc comments of its package. */
  readonly examples: readonly Block[];
  readonly of?: Package | undefined;
}

/** A block as a module. */
export interface Snippet {
  readonly block: Block;
  /** A path beside the README that no file has. */
  readonly path: string;
  readonly text: string;
  /** It adds to other modules, and so to every module of the program that it is in. */
  readonly augments: boolean;
}

/** Where names come from: the specifier of a module by each name that it exports. */
type Scope = ReadonlyMap<string, string>;

/**
 * Makes a module of each block.
 *
 * A block continues the blocks above it in its README: it sees what they declare and import. An `@example` continues
 * its package's README; it also sees, without an import, what its own file and every package exports. What a block
 * declares that adds to other modules (`declare module`) is not seen below it.
 */
export function snippetsOf({ path, blocks, examples, of }: Document, packages: readonly Package[]): Snippet[] {
  const snippets: Snippet[] = [];
  const add = (block: Block, scope: Scope): Scope => {
    const module = `${path.replace(/\.md$/, '')}.${snippets.length + 1}`;
    const { names, ...snippet } = toModule(block, scope);
    snippets.push({ block, path: `${module}.ts`, ...snippet });
    return snippet.augments ? scope : new Map([...scope, ...scopeOf(names, besides(path, `${module}.js`))]);
  };

  let readme: Scope = new Map();
  for (const block of blocks.filter(isCode)) readme = add(block, readme);
  if (examples.length === 0) return snippets;

  const inOrder = [...packages.filter((other) => other !== of), ...(of ? [of] : [])];
  const exported = inOrder.flatMap(({ entries }) =>
    [...entries].flatMap(([name, entry]) => [...scopeOf(exportsOf(entry), name)]),
  );
  for (const block of examples) {
    const own = scopeOf(exportsOf(block.file), besides(path, block.file.replace(/\.ts$/, '.js')));
    add(block, new Map([...exported, ...readme, ...own]));
  }
  return snippets;
}

const isCode = ({ language }: Block): boolean => /^(?:ts|typescript|js|javascript)$/.test(language);

const besides = (path: string, other: string): string => `./${relative(dirname(path), other)}`;

const scopeOf = (names: Iterable<string>, module: string): Scope => new Map([...names].map((name) => [name, module]));

const exportsOf = (path: string): Iterable<string> =>
  readModule(path, (source) => readFileSync(source, 'utf8')).exports.keys();

interface ModuleText {
  readonly text: string;
  readonly augments: boolean;
  /** What it declares or imports; all of it is exported. */
  readonly names: ReadonlySet<string>;
}

/** A block with imports of what it uses of a scope, and with exports of all that it has itself. */
function toModule({ text }: Block, scope: Scope): ModuleText {
  const file = ts.createSourceFile('block.ts', text, ts.ScriptTarget.ESNext, true);
  const used = new Set<string>();
  const collect = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) used.add(node.text);
    ts.forEachChild(node, collect);
  };
  collect(file);

  const names = new Set<string>();
  let bare = text;
  for (const statement of file.statements) {
    for (const name of ts.isImportDeclaration(statement) ? importedBy(statement) : declaredBy(statement))
      names.add(name);
    for (const node of ts.canHaveModifiers(statement) ? (statement.modifiers ?? []) : []) {
      if (node.kind === ts.SyntaxKind.ExportKeyword) bare = blank(bare, node.getStart(file), node.end);
    }
  }
  // At the end, where they move no line: imports count from wherever they stand.
  const imports = [...used]
    .filter((name) => scope.has(name) && !names.has(name))
    .map((name) => `import { ${name} } from '${scope.get(name)}';`);
  return {
    text: [bare, ...imports, `export { ${[...names].join(', ')} };`].join('\n'),
    augments: file.statements.some(isAugmentation),
    names,
  };
}

function blank(text: string, from: number, to: number): string {
  return text.slice(0, from) + ' '.repeat(to - from) + text.slice(to);
}

function importedBy({ importClause }: ts.ImportDeclaration): string[] {
  const { name, namedBindings } = importClause ?? {};
  const named = namedBindings && ts.isNamedImports(namedBindings) ? namedBindings.elements : [namedBindings];
  return [name, ...named.map((binding) => binding?.name)].flatMap((found) => (found ? [found.text] : []));
}
