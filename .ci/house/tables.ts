import ts from 'typescript';
import { root } from '../test/packages.js';
import { gapsOf, type Option, optionsOf, optionsTable } from './options.js';

export interface Tables {
  /** The README with all its tables as they should be. */
  readonly text: string;
  /** Names of the interfaces whose tables are not as they should be. */
  readonly stale: readonly string[];
  /** What only a person can mend. */
  readonly problems: readonly string[];
}

/**
 * Writes the options tables of a README from the doc comments of its package. A table stands between
 * `<!-- options NAME -->` and `<!-- end options -->`.
 *
 * @param exported what the package exports
 * @param wantsAll whether every options interface among it needs a table, unless another table has all of it
 */
export function writeTables(
  readme: { readonly path: string; readonly text: string },
  exported: readonly ts.Symbol[],
  checker: ts.TypeChecker,
  wantsAll: boolean,
): Tables {
  const file = readme.path.replace(root, '');
  const stale: string[] = [];
  const problems: string[] = [];
  const shown = new Set<ts.Declaration>();
  const interfaces = new Map(exported.map((symbol) => [symbol.name, () => optionsIn(symbol, checker)]));

  const text = readme.text.replace(TABLE, (table: string, name: string, inside: string) => {
    const options = interfaces.get(name)?.();
    if (!options?.length) {
      problems.push(`${file}: there is a table for ${name}, which the package does not export.`);
      return table;
    }
    for (const option of options) shown.add(option.declaration);
    problems.push(...options.flatMap((option) => gapsOf(option).map((gap) => `${placeOf(option)}: ${gap}.`)));
    const current = optionsTable(options);
    if (inside.trim() !== current) stale.push(name);
    return `<!-- options ${name} -->\n\n${current}\n\n<!-- end options -->`;
  });
  for (const [name, options] of wantsAll ? interfaces : []) {
    if (!name.endsWith('Options') || options().every(({ declaration }) => shown.has(declaration))) continue;
    problems.push(`${file}: ${name} has no table: put "<!-- options ${name} -->" and "<!-- end options -->" in.`);
  }
  return { text, stale, problems };
}

const TABLE = /<!-- options (\w+) -->\n(.*?)<!-- end options -->/gs;

function optionsIn(symbol: ts.Symbol, checker: ts.TypeChecker): Option[] {
  const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  return target.flags & ts.SymbolFlags.Type ? optionsOf(checker.getDeclaredTypeOfSymbol(target), checker) : [];
}

function placeOf({ declaration }: Option): string {
  const file = declaration.getSourceFile();
  const { line } = file.getLineAndCharacterOfPosition(declaration.getStart());
  return `${file.fileName.replace(root, '')}:${line + 1}`;
}
