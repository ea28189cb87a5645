import { type Reason, reasonsOf } from '@who/core';

const texts = {
  HTPASSWD_ACCEPTED: { text: 'The password is right.' },
  HTPASSWD_NO_SUCH_USER: {
    text: 'The password file has no such user, or their line can never match.',
    hint: 'Names count to the letter, and forms of hashes by "allow": the log names each line that never matches.',
  },
  HTPASSWD_WRONG_PASSWORD: { text: 'The password is wrong, or was wrong a moment ago.' },
  HTPASSWD_IMPOSSIBLE: { text: 'No line can have such a name or password: one is empty, too long or no text.' },
  HTPASSWD_OTHER_CREDENTIALS: { text: 'These credentials are no password.' },
  HTPASSWD_CLOSED: { text: 'The plugin has been closed.' },
} as const;

/** Why a password counts or does not. Told to operators only: a browser never learns which of the two was wrong. */
export const reasons: Readonly<Record<keyof typeof texts, Reason>> = reasonsOf(texts);
