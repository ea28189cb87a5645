import { type Reason, reasonsOf } from '@who/core';

const texts = {
  API_TOKEN_FOUND: { text: 'There is a token.' },
  API_TOKEN_NO_HEADER: { text: 'There is no token, neither as "Authorization: Bearer" nor in a header of its own.' },
  API_TOKEN_MALFORMED: { text: 'The token is malformed, longer than {maxBytes} bytes, or was sent more than once.' },
  API_TOKEN_UNKNOWN: {
    text: 'Nobody has a token with this digest.',
    hint: 'Compare the SHA-256 digests of the token and of the record.',
  },
  API_TOKEN_EXPIRED: { text: 'The token expired {seconds} s ago.', hint: 'Give its owner a new one.' },
  API_TOKEN_ACCEPTED: { text: 'The token is known, and good.' },
  API_TOKEN_OTHER_CREDENTIALS: { text: 'These credentials are no API token.' },
  API_TOKEN_LOOKUPS_BUSY: { text: '{maxLookups} lookups are under way already ("maxLookups").' },
  API_TOKEN_NOT_KEPT: { text: 'Nothing is kept or forgotten: a client sends its token with each request.' },
  API_TOKEN_ASKED: { text: 'The client is told what is wrong: {status}.' },
  STATUS_CHALLENGES: { text: 'The application answered {status}, which asks for a challenge.' },
  STATUS_LEFT_ALONE: { text: 'The application answered {status}: nobody is challenged.' },
  API_TOKEN_SCOPE_MISSING: { text: 'The application answered 403 to a token that was accepted: it lacks a scope.' },
  API_TOKEN_FORBIDDEN: {
    text: 'The application answered 403 to a request without a token that was accepted, or says itself what is missing.',
  },
} as const;

/** Why a token counts or does not, and what its client is told. */
export const reasons: Readonly<Record<keyof typeof texts, Reason>> = reasonsOf(texts);
