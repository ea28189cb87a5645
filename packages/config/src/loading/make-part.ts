import { createHash } from 'node:crypto';
import { WhoError } from '@who/core';
import { type Findings, quoted } from '../findings/finding.js';
import { moduleOf } from '../plan/packages.js';
import type { PlannedPart, PlanObject } from '../plan/plan.js';
import { isObject } from '../plan/references.js';
import { optionsOf } from '../schema/schema.js';
import { type OpenDatabase, openDatabase } from './databases.js';
import { loadModule } from './modules.js';
import type { Resolver } from './resolver.js';

/** Something that was made of a part of a plan. */
export interface MadePart {
  readonly made: object;
  /** The same for the same part with the same options: then it need not be made anew. */
  readonly fingerprint: string;
  readonly database: OpenDatabase | undefined;
}

/** What parts are made with. */
export interface Workshop {
  readonly file: string;
  readonly resolver: Resolver;
  readonly findings: Findings;
  /** What there is already. */
  readonly before: ReadonlyMap<string, MadePart> | undefined;
}

type Factory = (options: unknown) => unknown;

/** Makes a plugin or a value. @returns `undefined` where that fails, which is found */
export async function makePart(part: PlannedPart, workshop: Workshop): Promise<MadePart | undefined> {
  const { file, resolver, findings, before } = workshop;
  const target = moduleOf(part.use);
  const use = part.places.get('use') ?? part.place;
  const module = target && (await loadModule(target.module, file, use, findings));
  if (!target || !module) return undefined;
  const factory = module[target.name];
  if (typeof factory !== 'function') {
    findings.error('CONFIG_NOT_LOADED', use, `${quoted(target.module)} exports no function ${quoted(target.name)}.`);
    return undefined;
  }
  const options = optionsFor(part, resolver);
  const fingerprint = fingerprintOf(part.use, options);
  const known = before?.get(part.name);
  if (known?.fingerprint === fingerprint) return known;
  const withDatabase = part.use === '@who/plugin-sql' ? await sqlOptions(part, options, module, workshop) : { options };
  // What is wrong by now has been told better than the factory could.
  if (findings.hasErrors || !withDatabase) return undefined;
  try {
    const made = (factory as Factory)(withDatabase.options);
    if (typeof made === 'object' && made !== null) return { made, fingerprint, database: withDatabase.database };
    findings.error('CONFIG_REFUSED', part.place, `${quoted(part.use)} makes nothing that could be a plugin.`);
  } catch (error) {
    refused(error, part, findings);
  }
  await withDatabase.database?.close();
  return undefined;
}

function optionsFor(part: PlannedPart, resolver: Resolver): Record<string, unknown> {
  const schema = optionsOf(part.use);
  const entries = Object.entries(part.options).map(([name, value]) => {
    const own = schema?.properties?.[name];
    return [name, resolver.value(value, own, part.places.get(name) ?? part.place)] as const;
  });
  return Object.fromEntries(entries);
}

interface SqlOptions {
  readonly options: Record<string, unknown>;
  readonly database?: OpenDatabase | undefined;
}

/** A database that is named, and queries whose shape is said, are what the plugin wants of code. */
async function sqlOptions(
  part: PlannedPart,
  options: Record<string, unknown>,
  module: Readonly<Record<string, unknown>>,
  { file, findings }: Workshop,
): Promise<SqlOptions | undefined> {
  const { driver, metadata } = options;
  const made = { ...options };
  if (isObject(metadata)) {
    made['metadata'] = Object.fromEntries(
      Object.entries(metadata).map(([name, query]) => {
        const [[kind, text] = []] = isObject(query) ? Object.entries(query) : [];
        const shape = kind === undefined ? undefined : module[kind];
        return [name, typeof shape === 'function' ? (shape as (sql: unknown) => unknown)(text) : query];
      }),
    );
  }
  if (!isNamedDatabase(part.options['driver'])) return { options: made };
  const place = part.places.get('driver') ?? part.place;
  const database = await openDatabase(driver as { url?: string; dsn?: string }, file, place, findings);
  return database && { options: { ...made, driver: database.driver }, database };
}

function isNamedDatabase(driver: PlanObject[string] | undefined): boolean {
  return isObject(driver) && ('url' in driver || 'dsn' in driver);
}

/** A factory's own words, at the option that it names. */
function refused(error: unknown, part: PlannedPart, findings: Findings): void {
  if (!(error instanceof WhoError) && !isWhoError(error)) {
    const { name } = Object(error) as { readonly name?: unknown };
    findings.error(
      'CONFIG_REFUSED',
      part.place,
      `${quoted(part.use)} refuses its options: ${typeof name === 'string' ? name : 'it fails'}.`,
    );
    return;
  }
  const plain = error.message.replace(/^\[[^\]]*\] /, '');
  const [, option, rest] = /^Option "([^"]+)" (.*)$/s.exec(plain) ?? [];
  const place = option === undefined ? undefined : part.places.get(option.split(/[.[]/)[0] ?? '');
  const message = place && rest !== undefined && place.option?.endsWith(option ?? '') ? rest : plain;
  findings.error('CONFIG_REFUSED', place ?? part.place, message);
}

/** One of another copy of `@who/core`. */
const isWhoError = (error: unknown): error is WhoError => error instanceof Error && error.name === 'WhoError';

/** A digest of the options, in which functions and objects of classes stand for themselves. */
function fingerprintOf(use: string, options: object): string {
  const text = JSON.stringify([use, options], (_name, value: unknown) => {
    if (typeof value === 'function') return `#${identify(value)}`;
    if (value instanceof RegExp) return String(value);
    const prototype: unknown = typeof value === 'object' && value !== null ? Object.getPrototypeOf(value) : undefined;
    const isPlain = prototype === undefined || prototype === Object.prototype || Array.isArray(value);
    return isPlain ? value : `#${identify(value as object)}`;
  });
  return createHash('sha256').update(text).digest('base64');
}

const IDS = new WeakMap<object, number>();
let lastId = 0;

function identify(object: object): number {
  const known = IDS.get(object);
  if (known !== undefined) return known;
  IDS.set(object, ++lastId);
  return lastId;
}
