import { type Reason, reasonsOf } from '@who/core';

const texts = {
  PUBTKT_FOUND: { text: 'A ticket counts. It is good for another {seconds} s.' },
  PUBTKT_MISSING: {
    text: 'There is no cookie "{cookie}".',
    hint: 'Sign in. The login server has to set it for a domain that this host is in.',
  },
  PUBTKT_UNREADABLE: { text: 'What came is no ticket: it has no signature, or is damaged or too long.' },
  PUBTKT_REPEATED_FIELD: { text: 'A field of the ticket comes twice.' },
  PUBTKT_NOT_GENUINE: {
    text: 'None of the public keys fits the signature of the ticket.',
    hint: 'Give this server the public key of the login server, and both the same digest.',
  },
  PUBTKT_EXPIRED: {
    text: 'The ticket is not valid any more.',
    hint: 'Sign in again. If it is new, compare the clocks of the servers ("clockSkewSeconds").',
  },
  PUBTKT_OTHER_ADDRESS: {
    text: 'The ticket is for another address than that of this client.',
    hint: 'Behind a proxy, every client has the address of the proxy; "checkIp" turns this off.',
  },
  PUBTKT_NO_MULTIFACTOR: { text: 'The ticket says of no second factor, and one is required.' },
  PUBTKT_NO_TOKEN: { text: 'The ticket has none of the tokens that are required.' },
  PUBTKT_REVOKED: { text: 'The ticket has been revoked ("isRevoked").' },
  PUBTKT_BAD_USERID: { text: 'The userid of the ticket is empty, no UTF-8, or has ";" or control characters.' },
  PUBTKT_LONG_USERID: { text: 'The userid of the ticket is too long.' },
  PUBTKT_BAD_FIELD: { text: 'A field of the ticket says what it must not.' },
  PUBTKT_LONG_FIELD: { text: 'A field of the ticket is too long.' },
  PUBTKT_BAD_TIME: { text: 'A time in the ticket is none.' },
  PUBTKT_TOO_LARGE: { text: 'The ticket is too large.' },
  PUBTKT_OTHER_CREDENTIALS: { text: 'These credentials are no ticket that this plugin has found.' },
  PUBTKT_USER_NOT_ALLOWED: { text: 'The ticket counts, but its user is not allowed ("isUserAllowed").' },
  PUBTKT_SENT: { text: 'The browser is sent to the login server, for a ticket: {why}.' },
  PUBTKT_NO_PLACE: {
    text: 'There is no address to send people to ({why}), or it is this very page.',
    hint: 'Set "loginUrl", or the address for this case; leave the login page out of what is guarded.',
  },
  PUBTKT_REFRESHED: { text: 'The ticket is in its grace period: the browser is sent for a fresh one.' },
  PUBTKT_NOT_SIGNED_HERE: { text: 'Tickets are not made here: the login server keeps people signed in.' },
  PUBTKT_SET: { text: 'A new ticket is kept in the cookie "{cookie}".' },
  PUBTKT_REISSUED: { text: 'A new ticket takes the place of the old one in the cookie "{cookie}".' },
  PUBTKT_FRESH: { text: 'The browser has a ticket that is good for longer: nothing has to be set.' },
  PUBTKT_GONE: { text: 'The user has signed out or was revoked meanwhile: no new ticket is set.' },
  PUBTKT_CLEARED: { text: 'The cookie "{cookie}" is cleared.' },
} as const;

/** Why a ticket counts or does not, and what is kept. */
export const reasons: Readonly<Record<keyof typeof texts, Reason>> = reasonsOf(texts);
