import { type Reason, reasonsOf } from '@who/core';

const texts = {
  TICKET_FOUND: { text: 'A ticket counts. It is {ageSeconds} s old.' },
  TICKET_FOUND_IN_QUERY: { text: 'A ticket in the query counts. The browser goes on without it.' },
  TICKET_NO_COOKIE: {
    text: 'There is no cookie "{cookie}".',
    hint: 'Sign in. Where the browser should have one, look at the "domain", "path" and "secure" that it was set with.',
  },
  TICKET_MALFORMED: { text: 'What came is no ticket. {problem}', hint: 'Another application may use this name, too.' },
  TICKET_TIMED_OUT: {
    text: 'The ticket timed out {seconds} s ago, at {timeoutSeconds} s of age.',
    hint: 'Sign in again. If it is new, compare the clocks of the servers.',
  },
  TICKET_FUTURE: {
    text: 'The ticket is from {seconds} s ahead, and a clock may be {clockSkewSeconds} s ahead.',
    hint: 'Set the clocks of all servers by NTP; "clockSkewSeconds" says how far apart they may be.',
  },
  TICKET_UNKNOWN_SECRET: {
    text: 'None of the secrets has signed the ticket as it stands: it has another secret or address, or was altered.',
    hint: 'Give all servers the same "secrets", "digest" and "compat"; "who-auth-tkt verify" looks at one cookie.',
  },
  TICKET_UNKNOWN_KEY: {
    text: 'None of the secrets, with this name of the cookie and this audience, has the key of the ticket.',
    hint: 'Give all servers the same "secrets", "cookieName" and "audience".',
  },
  TICKET_FORMAT: {
    text: 'The ticket has the format {format}, and {wanted} is wanted.',
    hint: 'Name its format in "oldFormats" while both are about.',
  },
  TICKET_DIGEST: {
    text: 'The ticket is signed with {digest}, and {wanted} is wanted.',
    hint: 'Give all servers the same "digest", or name it in "oldDigests" while both are about.',
  },
  TICKET_COMPAT: {
    text: 'Its userid is written as "{compat}" does, and not "{wanted}".',
    hint: 'Give all servers the same "compat".',
  },
  TICKET_AUDIENCE: { text: 'The ticket is for nobody in particular, and not for this audience.' },
  TICKET_ALTERED: { text: 'One of the secrets has made its key, and its MAC is wrong: it was altered or cut off.' },
  TICKET_ADDRESS: {
    text: 'The ticket is not bound to the address of this client ("includeIp").',
    hint: 'Proxies and mobile networks change addresses. Behind a proxy, every client has the address of the proxy.',
  },
  TICKET_NO_ADDRESS: {
    text: 'Tickets are bound to addresses, and this client has none of a kind that its tickets can name.',
    hint: 'Turn "includeIp" off.',
  },
  TICKET_UNFIT: {
    text: 'The ticket is genuine, and says what none may say here.',
    hint: 'Its userid is empty, no UTF-8 or not of its type, or there are control characters.',
  },
  TICKET_GUEST: { text: 'The ticket is that of a guest ("guestUser"), which signs nobody in.' },
  TICKET_REVOKED: { text: 'The ticket has been revoked ("isRevoked").', hint: 'Sign in again.' },
  TICKET_QUERY_UNASKED: {
    text: 'A ticket in the query was not looked at: no login server of "from" sent it, or there were two.',
    hint: 'Name the origin of the login server in "from"; its page must not hide the Referer.',
  },
  TICKET_QUERY_UNNEEDED: { text: 'A ticket counts, so that in the query is not looked at.' },
  TICKET_QUERY_STALE: { text: 'The ticket in the query is no good, or older than {maxAgeSeconds} s.' },
  TICKET_OTHER_CREDENTIALS: { text: 'These credentials are no ticket that this plugin has found.' },
  TICKET_USER_NOT_ALLOWED: { text: 'The ticket counts, but its user is not allowed ("isUserAllowed").' },
  TICKET_SET: { text: 'A new ticket is kept in the cookie "{cookie}".' },
  TICKET_REISSUED: { text: 'A new ticket takes the place of the old one in the cookie "{cookie}".' },
  TICKET_FRESH: { text: 'The browser has a ticket that is good for longer: nothing has to be set.' },
  TICKET_GONE: { text: 'The user has signed out or was revoked meanwhile: no new ticket is set.' },
  TICKET_OTHER_DOMAIN: {
    text: 'The cookie is for the domain {domain}, and the application is at {host}: browsers drop it.',
    hint: 'Set "domain" to the host, or to a domain above it; or leave it out.',
  },
  TICKET_CLEARED: { text: 'The cookie "{cookie}" is cleared.' },
} as const;

/** Why a ticket counts or does not, and what is kept. */
export const reasons: Readonly<Record<keyof typeof texts, Reason>> = reasonsOf(texts);
