import { readFileSync } from 'node:fs';
import { definitionName, PACKAGES, SHARED } from '../plan/packages.js';

/** The part of JSON Schema that is used here. */
export interface Schema {
  readonly $ref?: string | undefined;
  readonly type?: string | readonly string[] | undefined;
  readonly enum?: readonly unknown[] | undefined;
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[] | undefined;
  readonly properties?: Readonly<Record<string, Schema>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly additionalProperties?: boolean | Schema | undefined;
  readonly items?: Schema | undefined;
  readonly minItems?: number | undefined;
  readonly description?: string | undefined;
  readonly default?: unknown;
  /** A secret, which is never shown. */
  readonly writeOnly?: boolean | undefined;
  readonly pattern?: string | undefined;
}

/** The schema of a file in JSON or YAML, which says all that there is to be known about its form. */
export interface FileSchema extends Schema {
  readonly $defs: Readonly<Record<string, Schema>>;
}

let loaded: FileSchema | undefined;

/** It stands beside this module, in the sources and in the package, without the words that editors show. */
export function fileSchema(): FileSchema {
  loaded ??= JSON.parse(readFileSync(new URL('./who.structure.json', import.meta.url), 'utf8')) as FileSchema;
  return loaded;
}

/** The options of what `use` names; `undefined` where it is none of ours. */
export function optionsOf(use: string): Schema | undefined {
  if (!Object.hasOwn(PACKAGES, use) && !Object.hasOwn(SHARED, use)) return undefined;
  return fileSchema().$defs[definitionName(use)];
}

/** What a schema stands for that only names another one. */
export function resolved(schema: Schema): Schema {
  const name = schema.$ref?.replace('#/$defs/', '');
  const found = name === undefined ? undefined : fileSchema().$defs[name];
  return found ? resolved(found) : schema;
}
