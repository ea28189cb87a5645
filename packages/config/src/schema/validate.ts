import { didYouMean } from '@who/core';
import { quoted } from '../findings/finding.js';
import type { PlanValue } from '../plan/plan.js';
import { isObject } from '../plan/references.js';
import { resolved, type Schema } from './schema.js';

/** Something that a value has, and its schema does not. */
export interface Mismatch {
  /** `policies.0.path`; empty for the value itself. */
  readonly path: string;
  readonly kind: 'unknown' | 'missing' | 'value';
  /** What would be right. No value is in it. */
  readonly message: string;
}

/** Everything in a value that its schema does not have. */
export function mismatches(value: PlanValue, schema: Schema, path = ''): readonly Mismatch[] {
  const found = resolved(schema);
  if (found.anyOf) return unionMismatches(value, found.anyOf, path);
  if (found.const !== undefined)
    return value === found.const ? [] : [wrong(path, `must be ${JSON.stringify(found.const)}.`)];
  if (found.enum) return found.enum.includes(value) ? [] : [wrong(path, enumMessage(value, found.enum))];
  if (found.type === 'object')
    return isObject(value)
      ? objectMismatches(value, found, path)
      : [wrong(path, `must be an object${namesIn(found)}.`)];
  if (found.type === 'array') return listMismatches(value, found, path);
  if (found.type === 'null') return value === null ? [] : [wrong(path, 'must be null.')];
  if (typeof found.type === 'string' && typeof value !== found.type)
    return [wrong(path, `must be ${NAMES[found.type] ?? found.type}.`)];
  return [];
}

/** Of alternatives, the one that the value was most probably meant to be. */
function unionMismatches(value: PlanValue, alternatives: readonly Schema[], path: string): readonly Mismatch[] {
  const results = alternatives.map((one) => ({ schema: resolved(one), found: mismatches(value, one, path) }));
  if (results.some(({ found }) => found.length === 0)) return [];
  const alike = results.filter(({ schema }) => kindOf(schema) === kindOfValue(value));
  const [closest] = alike.sort((one, other) => one.found.length - other.found.length);
  if (closest && (alike.length === 1 || isObject(value) || Array.isArray(value))) return closest.found;
  const choices = results.map(({ schema }) => nameOf(schema));
  const literals = results.flatMap(({ schema }) => schema.enum ?? []).filter((one) => typeof one === 'string');
  const hint = typeof value === 'string' && literals.length > 0 ? didYouMean(value, literals) : '';
  return [wrong(path, `must be ${[...new Set(choices)].join(', or ')}.${hint}`)];
}

function objectMismatches(value: Readonly<Record<string, unknown>>, schema: Schema, path: string): readonly Mismatch[] {
  const { properties = {}, required = [], additionalProperties } = schema;
  const names = Object.keys(properties);
  const missing = required.filter((name) => !Object.hasOwn(value, name));
  return [
    ...missing.map((name): Mismatch => ({ path: join(path, name), kind: 'missing', message: 'has to be given.' })),
    ...Object.entries(value).flatMap(([name, inner], i): readonly Mismatch[] => {
      const own = Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
      const at = join(path, name);
      if (typeof own === 'object') return mismatches(inner as PlanValue, own, at);
      if (own === true) return [];
      const hint = i < MAX_HINTS ? didYouMean(name, names) : '';
      return [{ path: at, kind: 'unknown', message: `is not known.${hint}` }];
    }),
  ];
}

/** To look for what was meant takes its time. */
const MAX_HINTS = 100;

function listMismatches(value: PlanValue, { items, minItems = 0 }: Schema, path: string): readonly Mismatch[] {
  if (!Array.isArray(value)) return [wrong(path, 'must be a list.')];
  if (value.length < minItems) return [wrong(path, `must have ${minItems} or more.`)];
  return items ? value.flatMap((item: PlanValue, i) => mismatches(item, items, join(path, String(i)))) : [];
}

const wrong = (path: string, message: string): Mismatch => ({ path, kind: 'value', message });
const join = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

function enumMessage(value: PlanValue, choices: readonly unknown[]): string {
  const known = choices.map((choice) => (typeof choice === 'string' ? quoted(choice) : String(choice)));
  const texts = choices.filter((choice) => typeof choice === 'string');
  const hint = typeof value === 'string' && known.length > 4 ? didYouMean(value, texts) : '';
  return hint.startsWith(' Did') ? `must be one of those that are known.${hint}` : `must be ${known.join(', or ')}.`;
}

function namesIn({ properties }: Schema): string {
  const names = Object.keys(properties ?? {}).slice(0, 4);
  return names.length > 0 ? ` with ${names.map(quoted).join(', ')}` : '';
}

function kindOf({ type, enum: choices }: Schema): string {
  const [first] = choices ?? [];
  return typeof type === 'string' ? type : first === null ? 'null' : typeof first;
}

function kindOfValue(value: PlanValue): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function nameOf(schema: Schema): string {
  if (schema.enum) return schema.enum.map((one) => (typeof one === 'string' ? quoted(one) : String(one))).join(', ');
  const kind = kindOf(schema);
  return kind === 'object' ? `an object${namesIn(schema)}` : (NAMES[kind] ?? kind);
}

const NAMES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  null: 'null',
};
