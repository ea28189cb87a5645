import { type Reason, reasonsOf } from '@who/core';

const texts = {
  CAS_NOT_ITS_PATH: { text: 'The path is none of this plugin, and no policy asks for a sign-in there.' },
  CAS_NOTHING_POSTED: { text: 'What was posted has neither a ticket nor a logout request.' },
  CAS_POLICY: { text: 'A policy asks for a sign-in here: "{ask}".' },
  CAS_TICKET_CAME: { text: 'CAS sent the browser back with a ticket.' },
  CAS_UNASKED: { text: 'A ticket came unasked, and is taken as a proxy has it or "acceptUnsolicited" allows it.' },

  CAS_SENT: {
    text: 'The browser is sent to {casUrl}, which sends it back to {publicUrl}{callbackPath}.',
    hint: 'Where it comes back elsewhere or CAS refuses the service, "publicUrl" is not the address in the browser.',
  },
  CAS_HOST_ELSEWHERE: {
    text: 'The request names a Host that is not in "publicUrl": the browser comes back to {publicUrl}.',
    hint: 'Set "publicUrl" to the address in the browser. A cookie of another host does not come along.',
  },
  CAS_ASKED_AGAIN: {
    text: 'The same page asks for a sign-in again, right after one: round {round} of {maxRounds}.',
    hint: 'Name the rememberer "{rememberer}" in "identifiers" and "authenticators"; its cookie has to come back.',
  },
  CAS_LOOP: {
    text: 'The same page asked for a sign-in again and again, so the browser is not sent round any more.',
    hint: 'It wants more than a user who is signed in, or the rememberer is missing or its cookie does not come back.',
  },
  CAS_ONCE_MORE: { text: 'CAS refused a ticket that may have timed out on its way: the browser gets another one.' },
  CAS_SIGN_IN_REQUIRED: { text: 'A script or a tag of a page cannot be sent to the CAS login page.' },
  CAS_SIGNED_IN: { text: 'Somebody is signed in already: nothing is asked.' },
  CAS_OTHER_ANSWER: { text: 'Another identifier answers this request.' },
  CAS_GATEWAY_NO_PAGE: { text: 'CAS is asked without a word at page loads only, and this is none.' },
  CAS_GATEWAY_ASKED: { text: 'CAS was asked about this browser within {gatewayPauseSeconds} s: not again.' },

  CAS_TICKET_INVALID: { text: 'Not exactly one well-formed service ticket came.' },
  CAS_TICKET_MISSING: { text: 'CAS sent the browser back without a ticket: nobody has signed in there.' },
  CAS_NOBODY_THERE: { text: 'CAS was asked without a word, and knows nobody: a stranger gets the page.' },
  CAS_STATE_MISSING: { text: 'A ticket or a state came that this browser has not been sent off with.' },
  CAS_STATE_INVALID: { text: 'The state is old, used up, or not of this browser.' },
  CAS_STATE_PUSHED: {
    text: 'Nobody was sent to fetch this ticket: it was pushed ("acceptUnsolicited"), or CAS lost the query.',
  },
  CAS_STATE_UNKNOWN: { text: 'The address is not one that this plugin has made.' },
  CAS_STATE_USED: { text: 'This sign-in has been used already.' },
  CAS_STATE_OLD: { text: 'It took longer than "stateMaxAgeSeconds", {stateMaxAgeSeconds}.' },
  CAS_STATE_OTHER_SECRET: {
    text: 'The cookie was signed with another secret: all processes need the same "stateSecrets", also after a restart.',
  },
  CAS_STATE_OTHER_HOST: {
    text: 'It began at a Host that is not in "publicUrl", so the cookie stayed there and did not come to {publicUrl}.',
    hint: 'Set "publicUrl" to the address in the browser, or lead all other hosts there.',
  },
  CAS_STATE_CROWDED_OUT: {
    text: 'Its cookie is gone: it has been used already, or newer sign-ins have taken its place.',
  },
  CAS_STATE_OTHER_BROWSER: {
    text: 'The browser sent other cookies, but not this one: it has been used already, or began in another browser.',
  },
  CAS_STATE_NO_COOKIES: {
    text: 'The browser sent no cookie: it keeps none, or this is not the browser in which it began.',
  },
  CAS_STATE_NO_COOKIES_HTTPS: {
    text: 'The browser sent no cookie: it keeps none, this is not the browser in which it began, or it began over plain http.',
  },

  CAS_ACCEPTED: { text: 'CAS says whose ticket it is.' },
  CAS_TICKET_REFUSED: {
    text: 'CAS refuses the ticket for {publicUrl}{callbackPath}: {code}.',
    hint: 'INVALID_SERVICE: "publicUrl" or "callbackPath" is another one than at the login. INVALID_TICKET: used or old.',
  },
  CAS_TICKET_REJECTED: { text: 'CAS refused the ticket, or ended the session while it began: nobody is signed in.' },
  CAS_PROXY_REFUSED: { text: 'The ticket came by way of a proxy that is not accepted ("acceptProxies").' },
  CAS_NOT_OF_A_PROXY: { text: 'The ticket is none of a proxy, and one that came unasked has to be.' },
  CAS_SESSION_OVER: { text: 'CAS has ended the session while it began.' },
  CAS_OTHER_CREDENTIALS: { text: 'These credentials are no ticket that this plugin has found.' },
  CAS_UNREACHABLE: {
    text: 'CAS at {casUrl} did not answer, or not in time: {code}.',
    hint: 'Try the address from this very machine; look at names, certificates, firewalls and "timeoutMs".',
  },
  CAS_BUSY: { text: '{maxValidations} tickets are being validated already ("maxValidations").' },
  CAS_UNUSABLE: {
    text: 'What CAS at {casUrl} answered cannot be used: {code}.',
    hint: 'Look at "casUrl", "version" and "format"; the log has more.',
  },
  BREAKER_OPEN: {
    text: 'CAS did not answer {maxFailures} times in a row, so it is not asked for {failurePauseMs} ms.',
    hint: 'Have it answer again, and look at the reasons of the requests before.',
  },

  CAS_OTHER_SIGN_IN: { text: 'This sign-in was not made by CAS, so its own plugin keeps it.' },
  CAS_KEPT_BY: { text: 'It is for "{rememberer}" to keep the user signed in.' },
  CAS_FORGOTTEN_BY: { text: 'It is for "{rememberer}" to forget the user.' },
  CAS_LOGOUT: { text: 'The session is ended here, and at CAS.' },
  CAS_LOGOUT_HERE: { text: 'The session did not come from CAS, so it is ended here only.' },
  CAS_LOGOUT_REFUSED: { text: 'Another site sent the browser here to sign the user out: refused.' },
  CAS_LOGOUT_REQUEST_INVALID: { text: 'Not exactly one well-formed logout request came.' },
  CAS_LOGOUT_UNKNOWN: { text: 'The logout request is about a ticket that began no session here.' },
  CAS_LOGOUT_BY_CAS: { text: 'CAS has ended a session.' },
  CAS_SENDER_REFUSED: { text: 'The sender is not at one of "casAddresses".', hint: 'Name the CAS server there.' },
  CAS_DELIVERED: { text: 'CAS delivered a proxy-granting ticket.' },
  CAS_NOT_DELIVERED: { text: 'No proxy-granting ticket with its IOU came, or too many of them.' },
} as const;

/** Why somebody is sent to CAS, signed in or refused. */
export const reasons: Readonly<Record<keyof typeof texts, Reason>> = reasonsOf(texts);
