import { definitionName, PACKAGES, SHARED } from '../plan/packages.js';
import generated from './who.schema.json' with { type: 'json' };

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
export const FILE_SCHEMA: Schema = generated as Schema;

const DEFINITIONS = (generated as { readonly $defs: Readonly<Record<string, Schema>> }).$defs;

/** The options of what `use` names; `undefined` where it is none of ours. */
export function optionsOf(use: string): Schema | undefined {
  if (!Object.hasOwn(PACKAGES, use) && !Object.hasOwn(SHARED, use)) return undefined;
  return DEFINITIONS[definitionName(use)];
}

/** What a schema stands for that only names another one. */
export function resolved(schema: Schema): Schema {
  const name = schema.$ref?.replace('#/$defs/', '');
  const found = name === undefined ? undefined : DEFINITIONS[name];
  return found ? resolved(found) : schema;
}
