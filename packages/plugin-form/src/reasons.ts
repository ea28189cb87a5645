import { type Reason, reasonsOf } from '@who/core';

const texts = {
  FORM_NOT_ITS_PATH: { text: 'The path is none of the form, and nothing was posted to it.' },
  FORM_TAKEN: { text: 'A form with a name and a password was posted.' },
  FORM_INVALID: { text: 'What was posted has not the fields of a login form.' },
  FORM_TYPE_UNSUPPORTED: { text: 'What was posted is neither a form nor JSON.' },
  FORM_CROSS_SITE: {
    text: 'The form came from another site than {publicUrl}, and is refused.',
    hint: 'If it was a form of this application, "publicUrl" is not the address in the browser.',
  },
  FORM_SIGNED_IN: { text: 'Somebody is signed in by it.' },
  FORM_WRONG_PASSWORD: {
    text: 'No authenticator has accepted the name and the password.',
    hint: 'Each authenticator says why, in the same request.',
  },
  FORM_NOT_CHECKED: { text: 'An authenticator refuses, or could not check: {code}.' },
  FORM_SHOWN: { text: 'The login page is shown.' },
  FORM_SENT: { text: 'The browser is sent to the login page {loginFormUrl}.' },
  FORM_SIGNED_IN_ALREADY: { text: 'Somebody is signed in already, and is led on.' },
  FORM_LOGIN_PAGE_ASKS: {
    text: 'The login page asks for a sign-in itself, and is not redirected to itself.',
    hint: 'Leave it out of what is guarded.',
  },
  FORM_LOGOUT: { text: 'The session is ended.' },
  FORM_LOGOUT_ASKED: { text: 'Whoever follows a link is asked first whether to sign out.' },
  FORM_OTHER_SIGN_IN: { text: 'This sign-in was not made by the form, so its own plugin keeps it.' },
  FORM_KEPT_BY: {
    text: 'It is for "{rememberer}" to keep the user signed in.',
    hint: 'If nobody stays signed in, name it in "identifiers" and "authenticators".',
  },
  FORM_FORGOTTEN_BY: { text: 'It is for "{rememberer}" to forget the user.' },
} as const;

/** Why a form signs somebody in or not. */
export const reasons: Readonly<Record<keyof typeof texts, Reason>> = reasonsOf(texts);
