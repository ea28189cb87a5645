import { CONTAINER_BYTES, isPlainObject, SLOT_BYTES, type Snapshot, stringBytes } from './snapshot.js';

/** What CAS and Shibboleth release about a user: values by name. */
export type Attributes = Readonly<Record<string, readonly string[]>>;

/** The kind of value that a cache keeps. Anything else counts as absent, wherever it came from. */
export interface Shape<Value> {
  /** Is asked about plain, frozen data only. */
  is(value: unknown): value is Value;
  /** What a user has of whom nothing is kept. */
  readonly empty: Value;
}

/** The shape of {@link Attributes}. */
export const attributesShape: Shape<Attributes> = {
  is(value): value is Attributes {
    if (!isObject(value)) return false;
    for (const values of Object.values(value)) if (!isStrings(values)) return false;
    return true;
  },
  empty: Object.freeze({}),
};

/**
 * What `frozen` makes of attributes, in one walk that also asks whether they are some: to look at lists again that are
 * frozen takes longer than at others.
 *
 * @returns `undefined` for anything else, which may have been frozen in part, and for what is too large
 */
export function frozenAttributes(value: unknown, maxBytes: number): Snapshot | undefined {
  if (!isObject(value) || !isPlainObject(value)) return undefined;
  let bytes = CONTAINER_BYTES;
  for (const name of Object.keys(value)) {
    const values = value[name];
    if (name === '__proto__' || !isStrings(values)) return undefined;
    bytes += SLOT_BYTES + stringBytes(name) + CONTAINER_BYTES + SLOT_BYTES * values.length;
    for (let i = 0; i < values.length; i++) bytes += stringBytes(values[i] as string);
    if (bytes > maxBytes) return undefined;
    Object.freeze(values);
  }
  return bytes > maxBytes ? undefined : { value: Object.freeze(value), bytes };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** By loops: `every` takes several times as long for a frozen list. */
function isStrings(value: unknown): value is readonly string[] {
  if (!Array.isArray(value)) return false;
  for (let i = 0; i < value.length; i++) if (typeof value[i] !== 'string') return false;
  return true;
}
