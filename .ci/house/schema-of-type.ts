import ts from 'typescript';
import type { Schema } from '../../packages/config/src/schema/schema.js';

/**
 * The JSON Schema of what can stand in a file for a value of a type. Functions, and objects that have some, are named;
 * regular expressions are written out; bytes have no form.
 *
 * @returns `undefined` for what no file can say
 */
export function schemaOfType(type: ts.Type, checker: ts.TypeChecker, depth = 0): Schema | undefined {
  if (depth > MAX_DEPTH) throw new Error(`The type ${checker.typeToString(type)} has no end.`);
  const inner = (one: ts.Type): Schema | undefined => schemaOfType(one, checker, depth + 1);
  const { flags } = type;
  if (flags & ts.TypeFlags.TypeParameter) {
    const constraint = checker.getBaseConstraintOfType(type);
    return constraint ? inner(constraint) : undefined;
  }
  if (flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Never)) return undefined;
  if (flags & ts.TypeFlags.Null) return { type: 'null' };
  if (type.isStringLiteral() || type.isNumberLiteral()) return { enum: [type.value] };
  if (flags & ts.TypeFlags.BooleanLiteral) return { enum: [checker.typeToString(type) === 'true'] };
  if (flags & (ts.TypeFlags.String | ts.TypeFlags.TemplateLiteral)) return { type: 'string' };
  if (flags & ts.TypeFlags.Number) return { type: 'number' };
  if (flags & ts.TypeFlags.Boolean) return { type: 'boolean' };
  if (type.isUnion()) return unionOf(type.types.map(inner));
  if (checker.isArrayType(type) || checker.isTupleType(type)) return listOf(type as ts.TypeReference, checker, inner);
  const name = type.symbol?.name ?? '';
  if (name === 'RegExp') return { $ref: '#/$defs/regexp' };
  if (BYTES.has(name)) return undefined;
  if (hasFunctions(type, checker)) return { $ref: '#/$defs/reference' };
  return objectOf(type, checker, inner);
}

type Inner = (type: ts.Type) => Schema | undefined;

function listOf(type: ts.TypeReference, checker: ts.TypeChecker, inner: Inner): Schema | undefined {
  const items = unionOf(checker.getTypeArguments(type).map(inner));
  if (!items) return undefined;
  const least = checker.isTupleType(type) ? (type.target as ts.TupleType).minLength : 0;
  return { type: 'array', items, ...(least > 0 && { minItems: least }) };
}

function objectOf(type: ts.Type, checker: ts.TypeChecker, inner: Inner): Schema {
  const index = checker.getIndexInfoOfType(type, ts.IndexKind.String);
  const properties: Record<string, Schema> = {};
  const required: string[] = [];
  for (const symbol of checker.getPropertiesOfType(type).toSorted(bySource)) {
    const schema = inner(checker.getTypeOfSymbol(symbol));
    if (!schema) continue;
    properties[symbol.name] = { ...schema, ...documentation(symbol, checker) };
    if ((symbol.flags & ts.SymbolFlags.Optional) === 0) required.push(symbol.name);
  }
  const rest = index ? (inner(index.type) ?? false) : false;
  return {
    type: 'object',
    ...(Object.keys(properties).length > 0 && { properties }),
    ...(required.length > 0 && { required }),
    additionalProperties: rest,
  };
}

/** Alternatives as one: literals together, none twice. */
function unionOf(schemas: readonly (Schema | undefined)[]): Schema | undefined {
  const found = schemas.filter((schema) => schema !== undefined);
  const flat = found.flatMap((schema) => schema.anyOf ?? [schema]);
  const literals = flat.flatMap((schema) => schema.enum ?? []);
  const both = [true, false].every((one) => literals.includes(one));
  const values = both ? literals.filter((one) => typeof one !== 'boolean') : literals;
  const others = flat.filter((schema) => schema.enum === undefined);
  const alternatives: Schema[] = [
    ...(values.length > 0 ? [{ enum: [...new Set(values)].sort() }] : []),
    ...(both ? [{ type: 'boolean' }] : []),
    ...others,
  ];
  // The compiler's own order depends on what else it has read.
  const distinct = [...new Map(alternatives.map((one) => [JSON.stringify(one), one]))]
    .sort(byText)
    .map(([, one]) => one);
  const [only] = distinct;
  return distinct.length > 1 ? { anyOf: distinct } : only;
}

const byText = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number =>
  one < other ? -1 : 1;

/** Functions, and what has some: the application has to bring these. */
function hasFunctions(type: ts.Type, checker: ts.TypeChecker): boolean {
  if (type.getCallSignatures().length > 0) return true;
  return checker.getPropertiesOfType(type).some((symbol) => {
    const isOptional = (symbol.flags & ts.SymbolFlags.Optional) !== 0;
    return !isOptional && checker.getTypeOfSymbol(symbol).getCallSignatures().length > 0;
  });
}

function documentation(symbol: ts.Symbol, checker: ts.TypeChecker): Schema {
  const plain = (text: string): string =>
    text
      .replace(/\{@link (\S+?)\}/g, '$1')
      .replace(/\s+/g, ' ')
      .trim();
  const comment = plain(ts.displayPartsToString(symbol.getDocumentationComment(checker)));
  const tag = symbol.getJsDocTags(checker).find(({ name }) => name === 'default');
  const byDefault = tag === undefined ? '' : ` Default: ${plain(ts.displayPartsToString(tag.text))}`;
  return {
    ...(comment !== '' && { description: comment + byDefault }),
    ...(SECRET.test(symbol.name) && { writeOnly: true }),
  };
}

/** Names of options that hold what nobody may see. */
const SECRET = /secrets?$|password$|passphrase$|pepper$|(?:en|de)cryptionKeys$|privateKey$|key$/i;

/** Interfaces in the order in which they come up, and their members as they are written. */
function bySource(one: ts.Symbol, other: ts.Symbol): number {
  const [a, b] = [one.declarations?.[0], other.declarations?.[0]];
  if (!a || !b || a.parent !== b.parent) return 0;
  return a.pos - b.pos;
}

const BYTES: ReadonlySet<string> = new Set(['Uint8Array', 'Buffer', 'ArrayBuffer', 'KeyObject']);
const MAX_DEPTH = 12;
