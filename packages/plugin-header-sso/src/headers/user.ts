import { isPromise, WhoError } from '@who/core';
import { type HeaderSsoErrorCode, PACKAGE } from '../errors.js';
import { isAbsent, type ValueRules, valueReader } from './values.js';

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
 * Makes the rule for what a user header says.
 *
 * @throws {WhoError} from the rule: HEADER_SSO_MAP_USER_FAILED
 * @returns a function from its text to the userid; `undefined` when nobody of this name is accepted
 */
export function userRule(rules: UserRules): (text: string) => string | undefined {
  const { scopes, userPattern, mapUser } = rules;
  // Names are not decoded: what somebody can register as another name must not become somebody else's.
  const read = valueReader({ ...rules, encodedWords: false, maxValues: 1, maxValueLength: MAX_USERID_LENGTH });

  return (text) => {
    const values = read(text);
    if (typeof values !== 'object') return undefined;
    const [user] = values;
    if (!isUserid(user) || !isInScope(user, scopes) || userPattern?.test(user) === false) return undefined;
    if (!mapUser) return user;
    const userid = mapped(mapUser, user);
    return typeof userid === 'string' && isUserid(userid) ? userid : undefined;
  };
}

function isInScope(user: string, scopes: ReadonlySet<string>): boolean {
  if (scopes.size === 0) return true;
  const at = user.indexOf('@');
  return at > 0 && scopes.has(user.slice(at + 1).toLowerCase());
}

function isUserid(text: string): boolean {
  return text !== '' && text.length <= MAX_USERID_LENGTH && !CONTROL.test(text) && text.trim() === text;
}

const MAX_USERID_LENGTH = 255;

const CONTROL = /\p{Cc}/u;

/** @throws {WhoError} HEADER_SSO_MAP_USER_FAILED */
function mapped(mapUser: NonNullable<UserRules['mapUser']>, user: string): unknown {
  let userid: unknown;
  try {
    userid = mapUser(user);
  } catch (cause) {
    throw mapUserFailed('"mapUser" failed; see the cause.', cause);
  }
  if (!isPromise(userid)) return userid;
  // It would refuse everybody without a word, and one that rejects would end the process.
  userid.then(undefined, () => {});
  throw mapUserFailed('"mapUser" returned a promise: it has to answer at once.');
}

function mapUserFailed(message: string, cause?: unknown): WhoError<HeaderSsoErrorCode> {
  return new WhoError(message, { code: 'HEADER_SSO_MAP_USER_FAILED', plugin: PACKAGE, cause });
}
