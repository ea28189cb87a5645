import { type Reason, reasonsOf } from '@who/core';

const texts = {
  SQL_ACCEPTED: { text: 'The password is right.' },
  SQL_OTHER_CREDENTIALS: { text: 'These credentials are no password.' },
  SQL_IMPOSSIBLE: { text: 'No row can have such a name or password: one is empty, too long or no text.' },
  SQL_NO_STATEMENT: { text: 'There is no statement "user", so no passwords are checked.' },
  UNKNOWN_USER: { text: 'The statement "user" finds no such user.' },
  AMBIGUOUS_USER: { text: 'The statement "user" gives more than one row.', hint: 'Have it find one user.' },
  NO_USERID: { text: 'The row has no userid.' },
  NO_PASSWORD: { text: 'The row has no password.' },
  WRONG_PASSWORD: { text: 'The password is wrong.' },
  PASSWORD_FORM_UNKNOWN: { text: 'What is stored is no form of a password that is known.' },
  PASSWORD_FORM_BROKEN: { text: 'What is stored is damaged, or was cut off.', hint: 'Make the column longer.' },
  PASSWORD_FORM_NOT_ALLOWED: {
    text: 'The stored password has a form that is not allowed.',
    hint: 'Allow it in "passwords", or have the user choose a new one.',
  },
  PASSWORD_FORM_TOO_COSTLY: { text: 'The stored password would take too long to check.' },
  PASSWORD_FORM_UNAVAILABLE: { text: 'This runtime cannot check the form of the stored password.' },
  SQL_NOT_ANSWERED: {
    text: 'The database could not be asked, or gave no answer that can be used: {code}.',
    hint: 'The error says why.',
  },
  BREAKER_OPEN: {
    text: 'The database has not answered lately, so it is not asked for a moment.',
    hint: 'See that it runs and can be reached; the log says what it failed with.',
  },
  SQL_DESCRIBED: { text: 'The queries of "metadata" were asked.' },
  SQL_NOTHING_ASKED: { text: 'There is no query in "metadata", or no row can be of such a user.' },
} as const;

/** Why a password counts or does not. Told to operators only: a browser never learns which of the two was wrong. */
export const reasons: Readonly<Record<keyof typeof texts, Reason>> = reasonsOf(texts);
