import type { FormerCookie } from '@who/cookies';
import type { Exchange, Identity, MaybePromise } from '@who/core';
import type { TextSource } from '@who/secrets';
import type { TicketFormat } from '../keys/key-ring.js';
import type { Digest } from '../ticket/digest.js';
import type { Compat, Ticket } from '../ticket/ticket.js';

/** Options of `authTkt`. */
export interface AuthTktOptions {
  /**
   * Secrets, the newest first: it signs, all of them verify, and a ticket under an old one is re-issued at once. At
   * least 32 random bytes each (a shorter one draws a warning). Whoever has one can sign in as anybody. In the place of
   * one may stand `{ file }`, or a function that gives a text: each with one secret on a line. They are loaded anew, so
   * that secrets change without a restart.
   */
  readonly secrets: Secrets;
  /**
   * Seconds after which files and functions are loaded anew, beside the requests; a ticket that no secret has signed has
   * it done after 5. For so long a secret that was taken away still counts. @default 1, and 60 with functions
   */
  readonly reloadSeconds?: number | undefined;
  /**
   * How new tickets are written. `auth_tkt` is what mod_auth_tkt, repoze.who and Pyramid read. `who1` is a format of our
   * own, for applications that share tickets with none of them: HMAC-SHA-256 with key ids, bound to the cookie's name
   * and to `audience`, unambiguous, and quicker to make and to verify. @default 'auth_tkt'
   */
  readonly format?: TicketFormat | undefined;
  /**
   * Formats that are accepted besides `format`; such tickets are re-issued at once. For a migration: let every server
   * accept the new format first, then write it, then drop the old one when its tickets have timed out. @default []
   */
  readonly oldFormats?: readonly TicketFormat[] | undefined;
  /**
   * For whom tickets of `who1` are, where several applications have the same secrets: those for another audience do
   * not count. @default nobody in particular
   */
  readonly audience?: string | undefined;
  /**
   * Encrypts the userdata of `who1` tickets (AES-256-GCM), which browsers can read otherwise. The userid and the tokens
   * stay readable. @default false
   */
  readonly encryptUserdata?: boolean | undefined;
  /** The hash function that signs. `md5` is there for old peers only, and draws a warning. @default 'sha256' */
  readonly digest?: Digest | undefined;
  /**
   * Digests that are accepted besides `digest`; such tickets are re-issued at once. For a migration: an accepted
   * digest is as good as the one that signs, so take a weak one out when the old tickets have timed out. @default []
   */
  readonly oldDigests?: readonly Digest[] | undefined;
  /**
   * With whom tickets are shared. `repoze` writes the userid percent-encoded, in a plain quoted cookie;
   * `mod_auth_tkt` writes it as it is, in base64. Reading takes every encoding in both. @default 'repoze'
   */
  readonly compat?: Compat | undefined;
  /**
   * `pyramid` takes userids out of base64 where the userdata says `userid_type:b64unicode` or `b64str`, as Pyramid's own
   * policy writes them, and puts them back. Only where no user decides on the userdata: a name in base64 would become
   * another user's. Not with `compat: 'mod_auth_tkt'`. @default userids stand as they are
   */
  readonly useridTypes?: 'pyramid' | undefined;
  /**
   * Name of the cookie. With `__Host-` or `__Secure-` in front, browsers enforce what the prefix promises; the factory
   * checks the other options against it. @default 'auth_tkt'
   */
  readonly cookieName?: string | undefined;
  /** Path of the cookie. It keeps nothing apart: other paths of the same origin can get at the cookie. @default '/' */
  readonly path?: string | undefined;
  /** Domain of the cookie. Every host below it receives the tickets and could use them. @default the host only */
  readonly domain?: string | undefined;
  /**
   * Without it, tickets travel over plain HTTP, to be read on the way. Always on with `__Host-`, `__Secure-` and
   * `sameSite: 'none'`. @default whether `publicUrl` is https
   */
  readonly secure?: boolean | undefined;
  /** Without it, any script on a page can read the ticket. @default true */
  readonly httpOnly?: boolean | undefined;
  /** `none` sends the ticket along with requests that other sites cause (CSRF). @default 'lax' */
  readonly sameSite?: 'lax' | 'strict' | 'none' | undefined;
  /**
   * Has browsers keep one cookie for each site that this one is embedded in, and none for all of them (CHIPS). Usually
   * with `sameSite: 'none'`. @default false
   */
  readonly partitioned?: boolean | undefined;
  /** Which cookies Chromium drops first when a site has too many of them. @default 'medium', which is not sent */
  readonly priority?: 'low' | 'medium' | 'high' | undefined;
  /**
   * Where this cookie was kept before, by this application or by another: cleared at every sign-out as well.
   * Each has a `name`, `path` or `domain` of its own, or was `partitioned`; what it does not say is as it is now. @default []
   */
  readonly formerCookies?: readonly FormerCookie[] | undefined;
  /**
   * Binds tickets to the address at the socket's other end, so that a stolen one is useless elsewhere. Not behind a
   * proxy, whose address all clients share. IPv6 clients can sign in only with `format: 'who1'`. @default false
   */
  readonly includeIp?: boolean | undefined;
  /**
   * Seconds for which a ticket counts, up to and including this age; or a text with the units of mod_auth_tkt (`'2h'`,
   * `'1w 4d 3h'`; y, M, w, d, h, m, s). `false` for no end, which makes a stolen one good for ever. @default 7200
   */
  readonly timeoutSeconds?: number | string | false | undefined;
  /**
   * Seconds after which a ticket in use is replaced by a fresh one, or a text as above; `0` for every second, `false` for
   * never, which ends every sign-in at the timeout. Lower than `timeoutSeconds`. @default half of `timeoutSeconds`
   */
  readonly reissueSeconds?: number | string | false | undefined;
  /**
   * The same as a part of the timeout, as TKTAuthTimeoutRefresh has it: a ticket is replaced when less of its time than
   * this is left. 1 for every second, 0 for never. In the place of `reissueSeconds`. @default 0.5
   */
  readonly reissueFraction?: number | undefined;
  /**
   * Seconds for which a browser keeps the cookie, also when it is closed, or a text as above. It does not make a ticket
   * last longer. A function decides for each identity ("remember me"), `undefined` for until the browser is closed; it
   * is asked again at each re-issue, so what it goes by has to be in the identity. @default until the browser is closed
   */
  readonly maxAgeSeconds?: number | string | MaxAge | undefined;
  /** Seconds that another server's clock may be ahead; a ticket stays good for that much longer. @default 60 */
  readonly clockSkewSeconds?: number | undefined;
  /** Whether this user may (still) sign in by ticket; asked on each request. @default everybody may */
  readonly isUserAllowed?: ((userid: string) => MaybePromise<boolean>) | undefined;
  /**
   * Whom mod_auth_tkt takes strangers for, where it shares tickets with this application: its TKTAuthGuestUser, e.g.
   * `'guest'` or `'guest-%12U'`. The tickets that it gives them (TKTAuthGuestCookie) are as genuine as those of users, and
   * with this sign nobody in; nobody who signs in here can have such a name. @default they sign in
   */
  readonly guestUser?: string | undefined;
  /**
   * Whether this ticket has been revoked, e.g. by single logout; asked on each request. Without it, a ticket that
   * somebody copied stays good after a logout until it times out. @default none is
   */
  readonly isRevoked?: ((ticket: Ticket) => MaybePromise<boolean>) | undefined;
  /**
   * Takes tickets out of the query, too, as mod_auth_tkt does (`?auth_tkt=…`, by the cookie's name): from a login server
   * on another domain, which cannot set the cookie. Whoever reads an address with a ticket can sign in by it for as long
   * as it counts there; see the README. @default never
   */
  readonly queryTickets?: QueryTickets | undefined;
  /**
   * How many verified tickets to remember, from the second time on, so that a ticket seen before costs a lookup and a
   * look at the clock instead of two hashes; 0 for none. Up to 4 kB each, and as much for each open connection, which
   * nearly always sends the same again, or, where a runtime has none, for as many `Cookie` headers. @default 1000
   */
  readonly verifiedTickets?: number | undefined;
}

/** Secrets and where they come from, the newest first. */
export type Secrets = readonly [TextSource, ...TextSource[]] | Exclude<TextSource, string>;

/** Which tickets in the query count. */
export interface QueryTickets {
  /**
   * Origins of login servers, e.g. `https://login.example.org`: the request has to have one of them as its `Referer`. So
   * nobody else can sign a browser in as somebody that its user is not.
   */
  readonly from: readonly [string, ...string[]];
  /** Seconds for which a ticket in the query counts. @default 60 */
  readonly maxAgeSeconds?: number | undefined;
}

/** How long the browser keeps somebody's cookie, in seconds; `undefined` for until it is closed. */
export type MaxAge = (identity: Identity, exchange: Exchange) => MaybePromise<number | undefined>;
