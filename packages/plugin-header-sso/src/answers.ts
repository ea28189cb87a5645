import type { Exchange, Header, HeaderList, Reply } from '@who/core';
import { clauseOf, PLAIN, PRIVATE, refusalLog } from '@who/sso';
import { type HeaderSsoAnswerCode, PACKAGE } from './errors.js';
import type { Because } from './reasons.js';

/**
 * A line of text that says what is wrong, and one in the log that says why. Never 401: that would become a challenge.
 *
 * @param because for the log. Those who look on have been told already
 */
export function refuse(
  exchange: Exchange,
  code: HeaderSsoAnswerCode,
  [reason, facts]: Because,
  headers: HeaderList = [],
): Reply {
  logRefusal(exchange, code, clauseOf(reason, facts));
  const { status, text } = ANSWERS[code];
  return { status, headers: [...PLAIN, POLICY, ...PRIVATE, ...headers], body: `${text} (${code})\n` };
}

const logRefusal = refusalLog(PACKAGE);

const POLICY: Header = ['Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'"];

const ANSWERS: Readonly<Record<HeaderSsoAnswerCode, { status: 400 | 403; text: string }>> = {
  HEADER_SSO_AMBIGUOUS: { status: 400, text: 'A header of the sign-in server came more than once.' },
  HEADER_SSO_UNTRUSTED: { status: 400, text: 'This request has headers that only the sign-in server may set.' },
  HEADER_SSO_NO_SESSION: { status: 403, text: 'You are not signed in: the sign-in server did not say who you are.' },
  HEADER_SSO_USER_REFUSED: { status: 403, text: 'You are not signed in: your account is not one that may use this.' },
  HEADER_SSO_LOOP: {
    status: 403,
    text: 'You are signed in, but this page asks for it again. It is not for you, or your browser keeps no cookies.',
  },
  HEADER_SSO_SESSION_ENDED: {
    status: 403,
    text: 'Your session at the sign-in server has ended. Please sign in again.',
  },
  HEADER_SSO_LOGOUT_REFUSED: { status: 403, text: 'You are still signed in: another site tried to sign you out.' },
};
