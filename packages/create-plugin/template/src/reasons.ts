// #with identifier authenticator challenger metadata-provider challenge-decider
import { type Reason, reasonsOf } from '@who/core';

const texts = {
  // #with identifier
  TOKEN_FOUND: { text: 'There is a token.' },
  TOKEN_MISSING: { text: 'There is no header "{header}", or more than one.' },
  TOKEN_MALFORMED: { text: 'What the header "{header}" holds is no token.' },
  TOKEN_NOT_KEPT: { text: 'Nothing is kept or forgotten: a client sends its token with each request.' },
  // #end
  // #with authenticator
  SECRET_WRONG: { text: 'There is no such user, or the secret is another one.', hint: 'Look at "secrets".' },
  SECRET_RIGHT: { text: 'The secret is right.' },
  CREDENTIALS_OF_OTHERS: { text: 'These credentials are no userid and secret.' },
  // #end
  // #with challenger
  TOKEN_ASKED: { text: 'A token is asked for.' },
  // #end
  // #with metadata-provider
  NAME_UNKNOWN: { text: 'Nobody has said what this user is called.', hint: 'Look at "displayNames".' },
  // #end
  // #with challenge-decider
  STATUS_CHALLENGES: { text: 'The application answered {status}, which asks for a challenge.' },
  STATUS_LEFT_ALONE: { text: 'The application answered {status}, which asks for none, or has a challenge of its own.' },
  // #end
} as const;

/** Why it went as it did, for people who look on. */
export const reasons: Readonly<Record<keyof typeof texts, Reason>> = reasonsOf(texts);
// #end
