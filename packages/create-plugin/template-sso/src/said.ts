import { badResponse } from './errors.js';

/** What Sesame says about a pass. */
export interface Said {
  readonly userid: string;
  /** Always lists. */
  readonly attributes: Readonly<Record<string, readonly string[]>>;
  /** What the browser was sent to Sesame with; `undefined` where it came there by itself. */
  readonly nonce: string | undefined;
  /** Whether somebody has typed a password for this pass. */
  readonly isTyped: boolean;
}

/**
 * Reads what Sesame says about a pass: `{"user":"ann","nonce":"…","typed":true,"attributes":{"mail":["ann@example.org"]}}`,
 * of which all but the user may be missing. What else is in it is left alone, so that Sesame can learn to say more.
 *
 * @throws {WhoError} SESAME_BAD_RESPONSE for anything else
 * @example
 * readSaid('{"user":"ann"}').userid; // 'ann'
 */
export function readSaid(text: string): Said {
  const { user, nonce, typed = false, attributes = {} } = readObject(text);
  if (!isName(user)) throw badResponse('its "user" is no name');
  if (nonce !== undefined && typeof nonce !== 'string') throw badResponse('its "nonce" is no text');
  if (typeof typed !== 'boolean') throw badResponse('its "typed" is neither true nor false');
  if (!areLists(attributes)) throw badResponse('its "attributes" are no lists of texts');
  return { userid: user, nonce, isTyped: typed, attributes };
}

/** Whether somebody can be called so. Names stand in cookies, logs and pages: no control characters, no halves of others. */
export function isName(text: unknown): text is string {
  return typeof text === 'string' && /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]{1,256}$/u.test(text);
}

function readObject(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw badResponse('it is no JSON');
  }
  if (typeof value !== 'object' || value === null) throw badResponse('it is no object');
  return { ...value };
}

function areLists(value: unknown): value is Said['attributes'] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((list) => Array.isArray(list) && list.every((item) => typeof item === 'string'));
}
