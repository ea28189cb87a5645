import { badOption, checkOptions, type Exchange, type Identity, type MaybePromise, type OptionNames } from '@who/core';
import {
  MAX_TTL_SECONDS,
  type ResolvedStore,
  resolveStore,
  STORE_NAMES,
  type StoreOptions,
} from './options/store-options.js';
import type { MetadataStore } from './store/store.js';
import { type Attributes, attributesShape, type Shape } from './values/attributes.js';
import { type Snapshot, snapshot } from './values/snapshot.js';

/** The largest value where nothing else is said, in bytes. */
export const DEFAULT_MAX_VALUE_BYTES = 1_048_576;

/** What a cache keeps, of whom, and for how long. Every metadata cache takes these. */
export interface CaptureOptions<Name extends string = 'attributes', Value extends object = Attributes>
  extends StoreOptions {
  /** Name of the metadata that is kept: `identity.metadata[name]`, also in its type. @default 'attributes' */
  readonly name?: Name | undefined;
  /**
   * Finds what was released with this request, e.g. in headers; `undefined` when nothing was, and what is kept is
   * replayed. Whatever a browser can send must be verified here: what this returns is believed for as long as it is
   * kept.
   *
   * @default `identity.metadata[name]`, as the authenticator put it there
   */
  readonly getAttributes?:
    | ((exchange: Exchange, identity: Identity) => MaybePromise<NoInfer<Value> | undefined>)
    | undefined;
  /**
   * Whose values these are. Identities with the same key share them, so it should contain the userid; a key that a
   * browser can choose shows it other people's. Nothing is kept or replayed without one (`undefined`, `''`).
   *
   * @default the userid
   */
  readonly key?: ((exchange: Exchange, identity: Identity) => string | undefined) | undefined;
  /**
   * For how long values are kept after they were captured, in seconds; replaying does not prolong it. Longer: rights
   * that were withdrawn at the source count for longer. Shorter than a sign-in lasts: users lose their attributes
   * before they are signed out. An auth_tkt ticket that is re-issued while it is in use lasts longer than its timeout.
   * A function decides for each value; what is to be kept for 0 seconds is not kept.
   *
   * @default 28800 (8 hours)
   */
  readonly ttlSeconds?:
    | number
    | ((exchange: Exchange, identity: Identity, value: NoInfer<Value>) => number)
    | undefined;
  /**
   * The largest value, in bytes of memory, estimated on the large side, key included; 2000 groups of 100 letters are
   * estimated at 464000. Of a larger one, the largest attributes are left out, with a warning that names them; one of
   * another `shape` is left out as a whole. More lets one user fill more of the store.
   *
   * @default 1048576
   */
  readonly maxValueBytes?: number | undefined;
  /**
   * The kind of value that is kept, where it is not {@link Attributes} (lists of strings by name), and what stands for
   * nothing; gives it its type. @default attributesShape
   */
  readonly shape?: Shape<Value> | undefined;
}

/** Options of `metadataCache`. */
export interface MetadataCacheOptions<Name extends string = 'attributes', Value extends object = Attributes>
  extends CaptureOptions<Name, Value> {
  /** Where values are kept, one store (or Keyv namespace) for each cache. Who can write there can change rights. */
  readonly store: MetadataStore;
  /** The package that errors and warnings name. @default '@who/metadata-cache' */
  readonly plugin?: string | undefined;
}

export const PACKAGE = '@who/metadata-cache';

const NAMES = {
  ...STORE_NAMES,
  store: true,
  plugin: true,
  name: true,
  getAttributes: true,
  key: true,
  ttlSeconds: true,
  maxValueBytes: true,
  shape: true,
} satisfies OptionNames<MetadataCacheOptions>;

export interface Settings extends ResolvedStore {
  readonly longestMs: number;
  readonly getAttributes: (exchange: Exchange, identity: Identity) => unknown;
  readonly key: (exchange: Exchange, identity: Identity) => string | undefined;
  /** The lifetime of a value; 0 or less to keep it not at all. */
  readonly ttlMsOf: (exchange: Exchange, identity: Identity, value: object) => number;
  readonly writeBehind: boolean;
  readonly maxValueBytes: number;
  readonly isValue: (value: unknown) => boolean;
  /** Whether values are attributes, a part of which is a value, too. */
  readonly areAttributes: boolean;
  /** The shape's empty value, frozen. */
  readonly empty: unknown;
}

/** @throws {WhoError} BAD_OPTION */
export function resolveOptions<Name extends string, Value extends object>(
  options: MetadataCacheOptions<Name, Value>,
): Settings {
  checkOptions(options?.plugin ?? PACKAGE, options, NAMES);
  const {
    plugin = PACKAGE,
    name = 'attributes',
    getAttributes,
    key = (_exchange, identity) => identity.userid,
    ttlSeconds = 28_800,
    maxValueBytes = DEFAULT_MAX_VALUE_BYTES,
    writeBehind = false,
  } = options;
  const shape: Shape<object> = options.shape ?? attributesShape;

  const refuse = (option: string, problem: string): never => {
    throw badOption(plugin, option, problem);
  };
  if (typeof name !== 'string' || name === '' || name in Object.prototype) {
    refuse('name', 'must be a name for an entry of identity.metadata.');
  }
  if (getAttributes !== undefined && typeof getAttributes !== 'function') {
    refuse('getAttributes', 'must be a function (exchange, identity).');
  }
  if (typeof key !== 'function') refuse('key', 'must be a function (exchange, identity).');
  if (typeof ttlSeconds !== 'function' && !isLifetime(ttlSeconds)) {
    refuse('ttlSeconds', `must be a number of seconds above 0 and up to ${MAX_TTL_SECONDS}, or a function.`);
  }
  if (!Number.isSafeInteger(maxValueBytes) || maxValueBytes < 1) {
    refuse('maxValueBytes', 'must be a positive whole number of bytes.');
  }
  if (typeof writeBehind !== 'boolean') refuse('writeBehind', 'must be true or false.');
  if (typeof shape?.is !== 'function') refuse('shape', 'must have the function is(value).');
  const empty = snapshot(shape.empty, Number.POSITIVE_INFINITY);
  if (typeof empty === 'string' || !shape.is(empty.value)) refuse('shape', 'must have a value "empty" of that shape.');

  return {
    ...resolveStore(options, plugin, name),
    longestMs: (typeof ttlSeconds === 'number' ? ttlSeconds : MAX_TTL_SECONDS) * 1000,
    getAttributes: getAttributes ?? ((_exchange, identity) => identity.metadata[name]),
    key,
    ttlMsOf: lifetime(ttlSeconds),
    maxValueBytes,
    writeBehind,
    isValue: (value) => answersTrue(() => shape.is(value)),
    areAttributes: shape === attributesShape,
    empty: (empty as Snapshot).value,
  };
}

function isLifetime(seconds: unknown): boolean {
  return typeof seconds === 'number' && seconds > 0 && seconds <= MAX_TTL_SECONDS;
}

function lifetime<Value>(
  ttlSeconds: number | ((exchange: Exchange, identity: Identity, value: Value) => number),
): Settings['ttlMsOf'] {
  if (typeof ttlSeconds === 'number') return () => ttlSeconds * 1000;
  return (exchange, identity, value) => {
    // The value has the shape. What is no number keeps nothing.
    const seconds = ttlSeconds(exchange, identity, value as Value);
    return Math.min(seconds, MAX_TTL_SECONDS) * 1000 || 0;
  };
}

/** A question that fails over rubbish is answered by that. */
function answersTrue(question: () => boolean): boolean {
  try {
    return question();
  } catch {
    return false;
  }
}
