// The JSON Schema of @who/config's files, made of the types of the plugins' options.
import { readFileSync, writeFileSync } from 'node:fs';
import ts from 'typescript';
import { PACKAGES, SHARED } from '../../packages/config/src/plan/packages.js';
import { fileSchema } from '../../packages/config/src/schema/file-schema.js';
import { root } from '../test/packages.js';
import { createProgram } from './program.js';
import { schemaOfType } from './schema-of-type.js';
import type { Package } from './workspace.js';

const FILE = `${root}packages/config/src/schema/who.schema.json`;

/** Why the committed schema is not what the sources say. */
export function schemaProblems(packages: readonly Package[]): string[] {
  return readFileSync(FILE, 'utf8') === schemaText(packages)
    ? []
    : ['packages/config/src/schema/who.schema.json is old'];
}

/** Writes the schema. */
export function writeSchema(packages: readonly Package[]): void {
  writeFileSync(FILE, schemaText(packages));
}

function schemaText(packages: readonly Package[]): string {
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
  return `${JSON.stringify(fileSchema(new Map(options)), null, 2)}\n`;
}
