import type { Logger } from '@who/core';
import { PresenceFilter } from 'ldapts';
import type { Directory } from '../directory/directory.js';
import type { Work } from '../directory/server.js';
import { PLUGIN } from '../errors.js';
import type { Connection } from '../wire/connection.js';
import { isText, textIn, valuesOf } from './attributes.js';

/** Names of attributes in the options: those by which values are read, and those by which entries are looked for. */
export interface AttributeNames {
  readonly read: readonly string[];
  readonly soughtBy: readonly string[];
}

/** Looks, once and beside it all, whether the directory knows these names. To be asked where one of them has no value. */
export type CheckNames = (logger: Logger) => void;

/**
 * A directory answers a name that it does not know with silence, and one by an alias under the schema's name: either way
 * an attribute is empty for everybody, like one that nobody has.
 */
export function nameChecker(directory: Directory, names: AttributeNames): CheckNames {
  let isDone = false;
  return (logger) => {
    if (isDone) return;
    isDone = true;
    directory.ask('lookups', readSchema, logger).then(
      (schema) => {
        for (const problem of problemsOf(names, schema)) logger.warn(`[${PLUGIN}] ${problem}`);
      },
      () => {
        // No directory, or none that shows its schema: whoever asks next tries again.
        isDone = false;
      },
    );
  };
}

/** The schema's own names of attributes, by their other names and OIDs, all in lower case. */
type Schema = ReadonlyMap<string, string>;

/** @returns an empty one where the directory does not show it (RFC 4512, section 4.4) */
const readSchema: Work<Schema> = async (connection, untilMs) => {
  const [place] = await valuesAt(connection, '', 'subschemaSubentry', untilMs);
  return schemaOf(place === undefined ? [] : await valuesAt(connection, place, 'attributeTypes', untilMs));
};

async function valuesAt(
  connection: Connection,
  baseDn: string,
  attribute: string,
  untilMs: number,
): Promise<readonly string[]> {
  const filter = new PresenceFilter({ attribute: 'objectClass' });
  const search = { baseDn, scope: 'base', filter, attributes: [attribute], sizeLimit: 1 } as const;
  const { entries } = await connection.search(search, untilMs);
  return entries
    .flatMap((entry) => valuesOf(entry, attribute))
    .map(textIn)
    .filter(isText);
}

/** By descriptions such as `( 2.5.4.3 NAME ( 'cn' 'commonName' ) SUP name )` (RFC 4512, section 4.1.2). */
export function schemaOf(descriptions: readonly string[]): Schema {
  const schema = new Map<string, string>();
  for (const description of descriptions) {
    const [, oid = '', list = ''] = /^\s*\(\s*([\w.-]+)\s+NAME\s+('[^']*'|\([^)]*\))/.exec(description) ?? [];
    const names = list.match(/[^'()\s]+/g) ?? [];
    const [own] = names;
    if (own !== undefined) for (const name of [oid, ...names]) schema.set(name.toLowerCase(), own);
  }
  return schema;
}

/** What is wrong with names, where there is a schema. */
export function problemsOf({ read, soughtBy }: AttributeNames, schema: Schema): readonly string[] {
  if (schema.size === 0) return [];
  return [...new Set([...read, ...soughtBy])].flatMap((name) => {
    const [plain = ''] = name.toLowerCase().split(';');
    const own = schema.get(plain);
    if (own === undefined) return `The directory's schema has no attribute "${name}": nobody has a value there.`;
    if (own.toLowerCase() === plain || !read.includes(name)) return [];
    return `The directory gives the attribute "${name}" as "${own}": call it that, or it is empty for everybody.`;
  });
}
