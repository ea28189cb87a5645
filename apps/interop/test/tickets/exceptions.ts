import type { User } from './users.js';
import type { Exception } from './verdicts.js';

/*
 * Of two hundred people, those whose tickets do not go from one side to the other, and why. All of it is about what is in
 * a userid, tokens or userdata; digests and bindings make no difference.
 */

const all = ({ userid, tokens, userdata }: User): string => [userid, ...tokens, userdata].join('\n');
const behindUserid = ({ tokens, userdata }: User): string => [...tokens, userdata].join('\n');

export const BANG_IN_USERID: Exception = {
  who: ({ userid }) => userid.includes('!'),
  verdict: 'not made',
  why: 'for mod_auth_tkt, a userid ends at the first "!"',
};

export const QUOTED_USERID: Exception = {
  who: ({ userid }) => /[^\w.~/-]/.test(userid),
  verdict: 'refused',
  why: 'compat "repoze" digests the userid and writes it percent-encoded; mod_auth_tkt digests what is written',
};

export const BASE64_COOKIE: Exception = {
  who: (user) => /[";\\]|[^ -~\n]/.test(behindUserid(user)),
  verdict: 'refused',
  why: 'tokens and userdata with ", ;, \\ or other characters than ASCII go into base64, which Python does not read',
};

export const CUT_COOKIE: Exception = {
  who: (user) => all(user).includes(';'),
  verdict: 'refused',
  why: 'a cookie ends at ";"',
};

/** The same where the userid is percent-encoded. */
export const CUT_BEHIND_USERID: Exception = { ...CUT_COOKIE, who: (user) => behindUserid(user).includes(';') };

export const END_QUOTE: Exception = {
  who: ({ userdata }) => userdata.endsWith('"'),
  verdict: 'refused',
  why: 'a quote at the end is taken for one around the ticket',
};

export const SPLIT_USERDATA: Exception = {
  who: ({ tokens, userdata }) => tokens.length === 0 && userdata.includes('!'),
  verdict: 'refused',
  why: 'without tokens their field is left out, and what is before "!" reads as tokens; mod_auth_tkt refuses these, too',
};

export const BEYOND_LATIN1: Exception = {
  who: (user) => [...behindUserid(user)].some((character) => character > '\u00ff'),
  verdict: 'not made',
  why: 'WSGI has no header with such characters',
};

export const LATIN1: Exception = {
  who: (user) => /[\u0080-\u00ff]/.test(behindUserid(user)),
  verdict: 'refused',
  why: 'WSGI writes the cookie in latin1, and the digest is over UTF-8',
};

export const PYRAMID_TOKEN: Exception = {
  who: ({ tokens }) => !tokens.every((token) => /^[A-Za-z][\w+-]*$/.test(token)),
  verdict: 'not made',
  why: 'Pyramid refuses to write tokens other than letters, digits, "+", "-" and "_"',
};

export const UNICODE_TYPE: Exception = {
  who: () => true,
  verdict: 'refused',
  why: 'on Python 3, the decoder for "userid_type:unicode" wants bytes where it is given a text, and fails',
};

export const IPV6: Exception = {
  who: () => true,
  verdict: 'refused',
  why: 'Pyramid puts an IPv6 address and the time side by side, so that one ticket is for several of both',
};

export const BLANK_IN_TOKEN: Exception = {
  who: ({ tokens }) => tokens.some((token) => token.includes(' ')),
  verdict: 'not made',
  why: 'Apache::AuthTkt refuses blanks in tokens',
};

export const TOKEN_0: Exception = {
  who: ({ tokens }) => `${tokens}` === '0',
  verdict: 'refused',
  why: 'a text "0" is false in Perl: it is digested and not written',
};

export const BANG_WRITTEN: Exception = {
  who: ({ userid }) => userid.includes('!'),
  verdict: 'refused',
  why: 'Apache::AuthTkt writes it, and what is behind reads as tokens',
};

export const MD5_ONLY: Exception = {
  who: () => true,
  verdict: 'refused',
  why: 'Apache::AuthTkt makes tickets with all digests, and looks for the time behind 32 digits when it reads one',
};
