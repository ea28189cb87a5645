import { type Reason, reasonsOf } from '@who/core';

const texts = {
  BASIC_FOUND: { text: 'There are a user name and a password.' },
  BASIC_NO_HEADER: { text: 'There is no Authorization header.', hint: 'Proxies and CGI may take it away.' },
  BASIC_SEVERAL: { text: 'There are several Authorization headers, and HTTP allows one.' },
  BASIC_TOO_LONG: { text: 'The Authorization header is longer than "maxBytes", {maxBytes} bytes.' },
  BASIC_OTHER_SCHEME: { text: 'The Authorization header has another scheme than Basic.' },
  BASIC_UNDECODABLE: {
    text: 'What stands behind "Basic" is no base64 of a user name, a colon and a password.',
    hint: 'An empty name and control characters are refused, too.',
  },
  BASIC_ASKED: { text: 'A user name and a password for the realm are asked for.' },
  BASIC_NOT_KEPT: {
    text: 'Nothing is kept: the browser sends the password with each request.',
    hint: 'Name a "rememberer" where people are to stay signed in by a cookie.',
  },
  BASIC_OTHER_SIGN_IN: { text: 'This sign-in was not made by Basic authentication, so its own plugin keeps it.' },
  BASIC_KEPT_BY: { text: 'It is for "{rememberer}" to keep the user signed in.' },
  BASIC_FORGOTTEN: { text: 'The browser is asked for a password anew, which makes it drop the old one.' },
} as const;

/** Why there is a password or none, and who keeps it. */
export const reasons: Readonly<Record<keyof typeof texts, Reason>> = reasonsOf(texts);
