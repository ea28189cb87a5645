import { type Reason, reasonsOf } from '@who/core';

const texts = {
  REDIRECTED: { text: 'The browser is sent to the login page {loginUrl}.' },
  REDIRECTED_ELSEWHERE: {
    text: 'The request names a Host that is not in "publicUrl": the browser goes to {publicUrl}.',
    hint: 'Set "publicUrl" to the address in the browser, or lead all other hosts there.',
  },
  LOGIN_PAGE_ASKS: {
    text: 'The login page asks for a sign-in itself, and is not redirected to itself.',
    hint: 'Leave it out of what is guarded.',
  },
} as const;

/** Why somebody is sent to the login page or not. */
export const reasons: Readonly<Record<keyof typeof texts, Reason>> = reasonsOf(texts);
