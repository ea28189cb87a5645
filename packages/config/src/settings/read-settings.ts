import { type Findings, type Place, quoted } from '../findings/finding.js';
import { moduleOf, PACKAGES, SHARED } from '../plan/packages.js';
import {
  ORDERS,
  type Plan,
  type PlannedEntry,
  type PlannedFunction,
  type PlannedPart,
  type PlanObject,
  type PlanValue,
  type ReadFile,
} from '../plan/plan.js';
import { isObject } from '../plan/references.js';
import { fileSchema, optionsOf, type Schema } from '../schema/schema.js';
import { type Mismatch, mismatches } from '../schema/validate.js';
import type { Tree } from '../tree/tree.js';

/**
 * Makes a plan of what a file in JSON or YAML says.
 *
 * @param given names of plugins that the application brings: what the file says of them is passed over
 */
export function readSettings(
  file: string,
  format: 'json' | 'yaml',
  tree: Tree,
  findings: Findings,
  given: ReadonlySet<string>,
): ReadFile {
  const placeOf = (path: string): Place => ({ file, ...positionFor(tree, path), ...(path !== '' && { option: path }) });
  const root: PlanObject = isObject(tree.value) ? (tree.value as PlanObject) : {};
  if (tree.value !== undefined && !isObject(tree.value)) {
    findings.error(
      'CONFIG_BAD_VALUE',
      placeOf(''),
      'The file must hold an object with "plugins", "identifiers" and others.',
    );
  } else if (tree.value !== undefined) {
    const parts = /^(?:plugins|values)\.[^.]*\./;
    // Parts have schemas of their own, by what they use.
    for (const mismatch of mismatches(root, withoutParts())) {
      if (!parts.test(mismatch.path)) tell(mismatch, '', placeOf, findings);
    }
  }
  const partsIn = (group: 'plugins' | 'values'): readonly PlannedPart[] =>
    Object.entries(objectAt(root, group))
      .filter(([name]) => group === 'values' || !given.has(name))
      .flatMap(([name, value]) => partOf(group, name, value, placeOf, findings));
  const places = new Map(
    ['publicUrl', 'challengeRequests', 'maxFormBytes', 'allowUnsafe'].map((name) => [name, placeOf(name)]),
  );
  const { publicUrl, challengeRequests, maxFormBytes } = root;
  const isUrl = typeof publicUrl === 'string' || isTexts(publicUrl);
  const plan: Plan = {
    file,
    format,
    publicUrl: isUrl ? publicUrl : undefined,
    challengeRequests:
      challengeRequests === 'all' || challengeRequests === 'navigations' ? challengeRequests : undefined,
    maxFormBytes: typeof maxFormBytes === 'number' ? maxFormBytes : undefined,
    allowUnsafe: isTexts(root['allowUnsafe']) ? root['allowUnsafe'] : [],
    values: partsIn('values'),
    plugins: partsIn('plugins'),
    orders: Object.fromEntries(
      ORDERS.map((order) => [order, entriesOf(root[order], order, placeOf)]),
    ) as Plan['orders'],
    requestClassifier: functionOf(root['requestClassifier'], placeOf('requestClassifier')),
    challengeDecider: functionOf(root['challengeDecider'], placeOf('challengeDecider')),
    places,
  };
  return { plan, declared: new Set(Object.keys(objectAt(root, 'plugins'))) };
}

/** The file's schema, where any part is an object with a `use`. */
function withoutParts(): Schema {
  const part = {
    type: 'object',
    properties: { use: { type: 'string' } },
    required: ['use'],
    additionalProperties: true,
  };
  const parts = { type: 'object', additionalProperties: part };
  const schema = fileSchema();
  return { ...schema, properties: { ...schema.properties, plugins: parts, values: parts } };
}

function partOf(
  group: 'plugins' | 'values',
  name: string,
  value: PlanValue,
  placeOf: (path: string) => Place,
  findings: Findings,
): readonly PlannedPart[] {
  const path = `${group}.${name}`;
  if (!isObject(value) || typeof value['use'] !== 'string') return [];
  const { use, ...options } = value as PlanObject & { readonly use: string };
  const schema = optionsOf(use);
  if (!schema && (!moduleOf(use) || use.startsWith('@who/plugin-'))) {
    const known = [...Object.keys(PACKAGES), ...Object.keys(SHARED)];
    findings.error('CONFIG_UNKNOWN', placeOf(`${path}.use`), `There is no ${quoted(use)}.${findings.hint(use, known)}`);
    return [];
  }
  if (schema) for (const mismatch of mismatches(value as PlanValue, schema)) tell(mismatch, path, placeOf, findings);
  const places = new Map(Object.keys(options).map((option) => [option, placeOf(`${path}.${option}`)]));
  return [{ name, use, options, place: placeOf(path), places }];
}

function tell(
  { path, kind, message }: Mismatch,
  within: string,
  placeOf: (path: string) => Place,
  findings: Findings,
): void {
  const codes = { unknown: 'CONFIG_UNKNOWN', missing: 'CONFIG_MISSING', value: 'CONFIG_BAD_VALUE' } as const;
  const whole = within === '' ? path : path === '' ? within : `${within}.${path}`;
  findings.error(codes[kind], placeOf(whole), message);
}

function entriesOf(
  value: PlanValue | undefined,
  order: string,
  placeOf: (path: string) => Place,
): readonly PlannedEntry[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: PlanValue, i): PlannedEntry[] => {
    const place = placeOf(`${order}.${i}`);
    if (typeof entry === 'string') return [{ plugin: entry, place }];
    if (!isObject(entry) || typeof entry['plugin'] !== 'string' || !isTexts(entry['only'] as PlanValue)) return [];
    return [{ plugin: entry['plugin'], only: entry['only'] as readonly string[], place }];
  });
}

const functionOf = (value: PlanValue | undefined, place: Place): PlannedFunction | undefined =>
  typeof value === 'string' ? { use: value, place } : undefined;

function objectAt(root: PlanObject, name: string): PlanObject {
  const value = Object.hasOwn(root, name) ? root[name] : undefined;
  return isObject(value) ? (value as PlanObject) : {};
}

function isTexts(value: PlanValue | undefined): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

/** Where something stands, or else what it is in: something that is missing stands nowhere. */
function positionFor({ positions }: Tree, path: string): { readonly line?: number; readonly column?: number } {
  for (let at = path; ; at = at.slice(0, Math.max(at.lastIndexOf('.'), 0))) {
    const found = positions.get(at);
    if (found) return found;
    if (at === '') return {};
  }
}
