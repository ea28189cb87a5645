// The JSON Schema of @who/config's files, made of the types of the plugins' options.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import ts from 'typescript';
import { PACKAGES, SHARED } from '../../packages/config/src/plan/packages.js';
import { fileSchema } from '../../packages/config/src/schema/file-schema.js';
import { root } from '../test/packages.js';
import { createProgram } from './program.js';
import { schemaOfType } from './schema-of-type.js';
import type { Package } from './workspace.js';

const FOLDER = `${root}packages/config/src/schema/`;

/** The committed files that are not what the sources say. */
export function schemaProblems(packages: readonly Package[]): string[] {
  const files = Object.entries(schemaFiles(packages));
  return files.flatMap(([name, text]) => (textOf(FOLDER + name) === text ? [] : [`${name} is old`]));
}

/** Writes the files. */
export function writeSchema(packages: readonly Package[]): void {
  for (const [name, text] of Object.entries(schemaFiles(packages))) writeFileSync(FOLDER + name, text);
}

const textOf = (path: string): string => (existsSync(path) ? readFileSync(path, 'utf8') : '');

/** The schema as editors read it, and as the package does: without words, which take the most time to load. */
function schemaFiles(packages: readonly Package[]): Readonly<Record<string, string>> {
  const schema = schemaOf(packages);
  // An option may be called like that, too: then it is an object.
  const wordless = (name: string, value: unknown): unknown =>
    name === 'description' && typeof value === 'string' ? undefined : value;
  return {
    'who.schema.json': `${JSON.stringify(schema, null, 2)}\n`,
    'who.structure.json': `${JSON.stringify(schema, wordless)}\n`,
  };
}

function schemaOf(packages: readonly Package[]): object {
  const entries = new Map(packages.flatMap(({ name, entries }) => [[name, entries.get(name)] as const]));
  const wanted = [...Object.entries(PACKAGES), ...Object.entries(SHARED)];
  const roots = [...new Set(wanted.flatMap(([use]) => entries.get(use.split(':')[0] ?? '') ?? []))];
  const program = createProgram(roots, new Map());
  const checker = program.getTypeChecker();
  const options = wanted.map(([use, { options: type }]) => {
    const path = entries.get(use.split(':')[0] ?? '');
    const source = path === undefined ? undefined : program.getSourceFile(path);
    const exported = source && checker.getSymbolAtLocation(source);
    const symbol = exported && checker.getExportsOfModule(exported).find(({ name }) => name === type);
    if (!symbol) throw new Error(`${use} exports no type ${type}.`);
    const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    return [use, schemaOfType(checker.getDeclaredTypeOfSymbol(target), checker)] as const;
  });
  return fileSchema(new Map(options));
}
