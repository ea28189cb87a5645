/** A deeply frozen copy of plain data, and an estimate of the memory that it occupies. */
export interface Snapshot {
  readonly value: unknown;
  readonly bytes: number;
}

/** Why no snapshot can be taken. */
export type Unfit = 'is not plain data' | 'is too large';

/**
 * Copies plain data (what JSON can say: objects, arrays, strings, finite numbers, booleans, `null`) and freezes the
 * copy. Properties that are `undefined` are left out, as in JSON, and so is one named `__proto__`. Functions, class
 * instances, cycles and more than {@link MAX_DEPTH} levels are not plain data.
 *
 * @param maxBytes the largest estimate that is not "too large"
 * @param isKept whether the copy outlives the request; texts are copied, too, then
 */
export function snapshot(source: unknown, maxBytes: number, isKept = true): Snapshot | Unfit {
  const run: Run = { bytes: 0, maxBytes, isKept, unfit: undefined };
  const value = copy(source, run, 0);
  return run.unfit ?? { value, bytes: run.bytes };
}

/**
 * The same without copying: freezes the value itself. For plain data that nobody else holds, such as what `JSON.parse`
 * has just made, the strings of which are no parts of others.
 *
 * @param maxBytes the largest estimate that is not "too large"
 */
export function frozen(value: unknown, maxBytes: number): Snapshot | Unfit {
  const run: Run = { bytes: 0, maxBytes, isKept: false, unfit: undefined };
  freeze(value, run, 0);
  return run.unfit ?? { value, bytes: run.bytes };
}

/**
 * What a string occupies in V8, in bytes, rounded up: 16 for its head, at most 2 for each UTF-16 code unit, padding.
 * The other estimates are of the same kind: they err on the large side.
 */
export function stringBytes(text: string): number {
  return 24 + 2 * text.length;
}

/**
 * The same text in memory of its own. V8 represents a part of a string as a reference to the whole one, so that a
 * cached name of fifteen letters would keep a whole XML document or request header alive.
 */
export function ownText(text: string): string {
  return text.length < SHORTEST_SLICE ? text : (JSON.parse(JSON.stringify(text)) as string);
}

const MAX_DEPTH = 16;
/** V8 copies shorter parts (`SlicedString::kMinLength`). */
const SHORTEST_SLICE = 13;
export const CONTAINER_BYTES = 64;
export const SLOT_BYTES = 8;

interface Run {
  bytes: number;
  readonly maxBytes: number;
  readonly isKept: boolean;
  unfit: Unfit | undefined;
}

/** Copies what is left of the byte limit; once something is unfit, nothing more is looked at. */
function copy(source: unknown, run: Run, depth: number): unknown {
  if (run.unfit) return undefined;
  if (typeof source === 'string') {
    if (!occupy(run, stringBytes(source))) return undefined;
    return run.isKept ? ownText(source) : source;
  }
  if (source === null || typeof source === 'boolean' || Number.isFinite(source)) {
    return occupy(run, SLOT_BYTES) ? source : undefined;
  }
  if (typeof source === 'object' && depth < MAX_DEPTH) {
    if (Array.isArray(source)) return copyArray(source, run, depth + 1);
    if (isPlainObject(source)) return copyObject(source, run, depth + 1);
  }
  run.unfit = 'is not plain data';
  return undefined;
}

function copyArray(source: readonly unknown[], run: Run, depth: number): unknown {
  if (!occupy(run, CONTAINER_BYTES + SLOT_BYTES * source.length)) return undefined;
  const target = new Array<unknown>(source.length);
  for (let i = 0; i < source.length; i++) target[i] = copy(source[i], run, depth);
  return Object.freeze(target);
}

function copyObject(source: Readonly<Record<string, unknown>>, run: Run, depth: number): unknown {
  if (!occupy(run, CONTAINER_BYTES)) return undefined;
  const target: Record<string, unknown> = {};
  for (const name of Object.keys(source)) {
    const item = source[name];
    if (item === undefined || name === '__proto__') continue;
    if (!occupy(run, SLOT_BYTES + stringBytes(name))) return undefined;
    target[name] = copy(item, run, depth);
  }
  return Object.freeze(target);
}

function freeze(value: unknown, run: Run, depth: number): void {
  if (run.unfit) return;
  if (typeof value === 'string') occupy(run, stringBytes(value));
  else if (value === null || typeof value === 'boolean' || Number.isFinite(value)) occupy(run, SLOT_BYTES);
  else if (typeof value === 'object' && depth < MAX_DEPTH && (Array.isArray(value) || isPlainObject(value))) {
    occupy(run, CONTAINER_BYTES);
    if (Array.isArray(value)) freezeItems(value, run, depth + 1);
    else freezeEntries(value, run, depth + 1);
    Object.freeze(value);
  } else run.unfit ??= 'is not plain data';
}

function freezeItems(items: readonly unknown[], run: Run, depth: number): void {
  if (!occupy(run, SLOT_BYTES * items.length)) return;
  for (let i = 0; i < items.length; i++) freeze(items[i], run, depth);
}

function freezeEntries(entries: Record<string, unknown>, run: Run, depth: number): void {
  for (const name of Object.keys(entries)) {
    if (name === '__proto__') Reflect.deleteProperty(entries, name);
    else if (occupy(run, SLOT_BYTES + stringBytes(name))) freeze(entries[name], run, depth);
  }
}

function occupy(run: Run, bytes: number): boolean {
  run.bytes += bytes;
  if (run.bytes > run.maxBytes) run.unfit ??= 'is too large';
  return run.unfit === undefined;
}

/** Made by a literal, `JSON.parse` or `Object.create(null)`, in whatever realm. */
export function isPlainObject(value: object): value is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
