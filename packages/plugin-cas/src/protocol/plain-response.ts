import { trimmed } from '@who/sso';
import { badResponse } from '../errors.js';
import { checkUser } from './attributes.js';
import type { CasOutcome } from './outcome.js';

/**
 * Reads the answer of CAS 1.0's `/validate`: `yes`, a line feed, the user, a line feed; or `no`. The last line feed is
 * insisted on: without it an answer that was cut short would name another user.
 *
 * @throws {WhoError} CAS_BAD_RESPONSE
 */
export function parsePlainResponse(text: string): CasOutcome {
  if (/^no(?:\r?\n){1,2}$/.test(text)) return { success: false, code: 'INVALID_TICKET' };
  const user = /^yes\r?\n([^\r\n]+)\r?\n$/.exec(text)?.[1];
  if (user === undefined) throw badResponse('it is neither "yes" with a user nor "no"');
  return { success: true, user: checkUser(trimmed(user)), attributes: Object.create(null), proxies: [] };
}
