import { isAbsent, readValues, type ValueRules } from './values.js';

/** Which users are accepted, and what they are called here. */
export interface UserRules extends Pick<ValueRules, 'encoding' | 'separator'> {
  /** What must follow the one `@`, in lower case; empty for any name. */
  readonly scopes: ReadonlySet<string>;
  /** Matches whole names. */
  readonly userPattern: RegExp | undefined;
  readonly mapUser: ((user: string) => string | undefined) | undefined;
}

/**
 * The user of a request, by the first header that says anything. One that says something wrong is not passed over:
 * who can take a header away must not choose the next.
 *
 * @param values of all headers
 * @param indexes of the user headers among them, in order of preference
 */
export function firstUser(values: readonly (string | undefined)[], indexes: readonly number[]): string | undefined {
  for (const index of indexes) if (!isAbsent(values[index])) return values[index];
  return undefined;
}

/**
 * Holds what a header says against the rules.
 *
 * @returns the userid; `undefined` when nobody of this name is accepted
 */
export function acceptUser(
  text: string,
  { encoding, separator, scopes, userPattern, mapUser }: UserRules,
): string | undefined {
  const values = readValues(text, { encoding, separator, maxValues: 1, maxValueLength: MAX_USERID_LENGTH });
  if (!Array.isArray(values)) return undefined;
  const [user] = values as readonly [string];
  if (!isUserid(user) || !isInScope(user, scopes) || userPattern?.test(user) === false) return undefined;
  if (!mapUser) return user;
  const userid = mapUser(user);
  return typeof userid === 'string' && isUserid(userid) ? userid : undefined;
}

function isInScope(user: string, scopes: ReadonlySet<string>): boolean {
  if (scopes.size === 0) return true;
  const at = user.indexOf('@');
  return at > 0 && scopes.has(user.slice(at + 1).toLowerCase());
}

function isUserid(text: string): boolean {
  return text !== '' && text.length <= MAX_USERID_LENGTH && !UNPRINTABLE.test(text) && text.trim() === text;
}

const MAX_USERID_LENGTH = 255;

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const UNPRINTABLE = /[\0-\x1f\x7f-\x9f]/;
