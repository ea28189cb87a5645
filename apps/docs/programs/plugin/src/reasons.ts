import { type Reason, reasonsOf } from '@who/core';

const texts = {
  OLD_ACCOUNTS_RIGHT: { text: 'The old application knows the name and the password.' },
  OLD_ACCOUNTS_WRONG: { text: 'The old application does not know the name and the password.' },
  OLD_ACCOUNTS_UNAVAILABLE: { text: 'The old application gives no answer.', hint: 'Look at "url", and at its log.' },
  OLD_ACCOUNTS_OTHERS: { text: 'These credentials are no name and password.' },
} as const;

/** Why it went as it did, for people who look on. */
export const reasons: Readonly<Record<keyof typeof texts, Reason>> = reasonsOf(texts);
