/** The kinds of values that fields of userdata can have. */
export type UserdataKind = 'text' | 'integer' | 'boolean';

/** What a field of a kind holds. */
type ValueOf<Kind extends UserdataKind> = { text: string; integer: number; boolean: boolean }[Kind];

/** The fields of a userdata that is a query string, by their kinds. Any of them may be missing. */
export type UserdataValues<Kinds extends Readonly<Record<string, UserdataKind>>> = {
  readonly [Name in keyof Kinds]?: ValueOf<Kinds[Name]> | undefined;
};

/** Reads and writes userdata that is a query string, as that of repoze.who is. */
export interface UserdataFields<Kinds extends Readonly<Record<string, UserdataKind>>> {
  /** What is not there, or not of its kind, is left out. Of several values of a name, the last one counts. */
  read(userdata: string): UserdataValues<Kinds>;
  /**
   * @param userdata whose other fields are kept, e.g. the `userid_type` of a peer. @default none
   * @returns the userdata with these fields; what is `undefined` goes
   */
  write(values: UserdataValues<Kinds>, userdata?: string): string;
}

/**
 * Gives the fields of userdata their types.
 *
 * @example
 * const session = userdataFields({ sid: 'text', visits: 'integer' });
 * const { visits = 0 } = session.read('sid=a1&visits=2'); // a number
 * session.write({ visits: visits + 1 }, 'sid=a1&visits=2'); // 'sid=a1&visits=3'
 */
export function userdataFields<const Kinds extends Readonly<Record<string, UserdataKind>>>(
  kinds: Kinds,
): UserdataFields<Kinds> {
  return {
    read(userdata) {
      const query = new URLSearchParams(userdata);
      const fields = Object.entries(kinds).flatMap(([name, kind]) => {
        const value = READERS[kind](query.getAll(name).at(-1));
        return value === undefined ? [] : [[name, value] as const];
      });
      return Object.fromEntries(fields) as UserdataValues<Kinds>;
    },
    write(values, userdata = '') {
      const query = new URLSearchParams(userdata);
      for (const [name, value] of Object.entries(values)) {
        if (value === undefined) query.delete(name);
        else query.set(name, String(value));
      }
      return query.toString();
    },
  };
}

const READERS: Readonly<Record<UserdataKind, (text: string | undefined) => string | number | boolean | undefined>> = {
  text: (text) => text,
  integer: (text = '') => (/^(?:0|-?[1-9]\d{0,14})$/.test(text) ? Number(text) : undefined),
  boolean: (text) => (text === 'true' || text === 'false' ? text === 'true' : undefined),
};
