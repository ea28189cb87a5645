import { type Reason, reasonsOf } from '@who/core';
import { type SsoReasonCode, ssoReasons } from '@who/sso';
import { NAMING } from './naming.js';

// What CAS has to say besides what every sign-in elsewhere says (@who/sso), or in other words.

const texts = {
  CAS_SENT: {
    text: 'The browser is sent to {casUrl}, which sends it back to {publicUrl}{callbackPath}.',
    hint: 'Where it comes back elsewhere or CAS refuses the service, "publicUrl" is not the address in the browser.',
  },
  CAS_TICKET_INVALID: { text: 'Not exactly one well-formed service ticket came.' },
  CAS_TICKET_REFUSED: {
    text: 'CAS refuses the ticket for {publicUrl}{callbackPath}: {code}.',
    hint: 'INVALID_SERVICE: "publicUrl" or "callbackPath" is another one than at the login. INVALID_TICKET: used or old.',
  },
  CAS_PROXY_REFUSED: { text: 'The ticket came by way of a proxy that is not accepted ("acceptProxies").' },
  CAS_NOT_OF_A_PROXY: { text: 'The ticket is none of a proxy, and one that came unasked has to be.' },
  CAS_UNUSABLE: {
    text: 'What CAS at {casUrl} answered cannot be used: {code}.',
    hint: 'Look at "casUrl", "version" and "format"; the log has more.',
  },
  CAS_SENDER_REFUSED: { text: 'The sender is not at one of "casAddresses".', hint: 'Name the CAS server there.' },
  CAS_DELIVERED: { text: 'CAS delivered a proxy-granting ticket.' },
  CAS_NOT_DELIVERED: { text: 'No proxy-granting ticket with its IOU came, or too many of them.' },
} as const;

/** Those that are not the base's. */
export const ownReasons: Readonly<Record<keyof typeof texts, Reason>> = reasonsOf(texts);

/** Why somebody is sent to CAS, signed in or refused. */
export const reasons: Readonly<Record<keyof typeof texts | SsoReasonCode<'CAS', 'TICKET'>, Reason>> = {
  ...ssoReasons(NAMING),
  ...ownReasons,
};
