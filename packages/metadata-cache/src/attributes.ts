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

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** By loops: `every` takes several times as long for a frozen list. */
function isStrings(value: unknown): value is readonly string[] {
  if (!Array.isArray(value)) return false;
  for (let i = 0; i < value.length; i++) if (typeof value[i] !== 'string') return false;
  return true;
}
