import { type Reason, reasonsOf } from '@who/core';

const texts = {
  LDAP_ACCEPTED: { text: 'The directory says that the password is right.' },
  LDAP_OTHER_CREDENTIALS: { text: 'These credentials are no password.' },
  LDAP_IMPOSSIBLE: { text: 'No entry can have such a name or password: one is empty, too long or no text.' },
  UNKNOWN_USER: {
    text: 'The directory has no such user, as far as the account and the filter may see.',
    hint: 'Look at "baseDn", "filter", "loginAttributes", and what the account of "bindDn" may read.',
  },
  AMBIGUOUS_USER: { text: 'More than one entry answers to this name.', hint: 'Make "filter" or "baseDn" narrower.' },
  NO_USERID: { text: 'The entry has not exactly one userid.', hint: 'Look at "useridAttribute".' },
  WRONG_PASSWORD: { text: 'The directory says that the password is wrong.' },
  PASSWORD_EXPIRED: { text: 'The directory says that the password has expired.' },
  PASSWORD_MUST_CHANGE: { text: 'The directory says that the password is right, and has to be changed first.' },
  ACCOUNT_LOCKED: { text: 'The directory says that the account is locked.' },
  ACCOUNT_DISABLED: { text: 'The directory says that the account is disabled.' },
  LDAP_NOT_ANSWERED: {
    text: 'The directory could not be asked, or gave no answer that can be used: {code}.',
    hint: 'The error says which server, and why.',
  },
  BREAKER_OPEN: {
    text: 'No server of the directory has answered lately, so none is asked for a moment.',
    hint: 'See that a server runs and can be reached; the log says what each failed with.',
  },
  LDAP_DESCRIBED: { text: 'The directory says something about the user.' },
  LDAP_NOBODY: { text: 'The directory has no such user, so nothing is added.' },
} as const;

/** Why a password counts or does not. Told to operators only: a browser never learns more than it may. */
export const reasons: Readonly<Record<keyof typeof texts, Reason>> = reasonsOf(texts);
