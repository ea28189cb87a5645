import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type ts from 'typescript';
import { examples, fencedBlocks } from './blocks.js';
import { writeReasons } from './reasons.js';
import type { Document } from './snippets.js';
import { type Tables, writeTables } from './tables.js';
import { findReadmes, type Package } from './workspace.js';

/** Every README with its blocks, and the examples in the doc comments of its package. */
export function readDocuments(packages: readonly Package[]): Document[] {
  return findReadmes().map((path) => {
    const of = packages.find(({ at }) => `${at}README.md` === path);
    const sources = of ? sourcesOf(`${of.at}src/`) : [];
    return {
      path,
      of,
      blocks: fencedBlocks(read(path), path),
      examples: sources.flatMap((file) => examples(read(file), file)),
    };
  });
}

/** The tables that are not as the sources say, and what only a person can mend. */
export function tableProblems(documents: readonly Document[], program: ts.Program): string[] {
  return tablesOf(documents, program).flatMap(({ document, stale, problems }) => [
    ...problems,
    ...stale.map((name) => `packages/${document.of?.folder}/README.md: the table of ${name} is not current`),
  ]);
}

/** Writes the tables that are not current. @returns what only a person can mend */
export function updateTables(documents: readonly Document[], program: ts.Program): string[] {
  return tablesOf(documents, program).flatMap(({ document, text, stale, problems }) => {
    if (stale.length > 0) writeFileSync(document.path, text);
    return problems;
  });
}

function tablesOf(documents: readonly Document[], program: ts.Program): (Tables & { readonly document: Document })[] {
  const checker = program.getTypeChecker();
  return documents.flatMap((document) => {
    if (!document.of) return [];
    const exported = [...document.of.entries.values()].flatMap((entry) => {
      const module = program.getSourceFile(entry);
      const symbol = module && checker.getSymbolAtLocation(module);
      return symbol ? checker.getExportsOfModule(symbol) : [];
    });
    // People configure plugins; of the other packages some options are seen by nobody but code.
    const isPlugin = document.of.folder.startsWith('plugin-');
    const readme = { path: document.path, text: read(document.path) };
    const tables = writeTables(readme, exported, checker, isPlugin);
    const file = `${document.of.at}src/reasons.ts`;
    const said = writeReasons(tables.text, existsSync(file) ? read(file) : undefined);
    const stale = said.text === tables.text ? tables.stale : [...tables.stale, 'reasons'];
    const unsaid = said.problems.map((problem) => `packages/${document.of?.folder}/README.md: ${problem}`);
    return [{ document, text: said.text, stale, problems: [...tables.problems, ...unsaid] }];
  });
}

const read = (path: string): string => readFileSync(path, 'utf8');

function sourcesOf(at: string): string[] {
  if (!existsSync(at)) return [];
  return readdirSync(at, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => at + path);
}
