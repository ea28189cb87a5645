import type { CookieSettings } from '@who/cookies';
import { badOption, checkOptions } from '@who/core';
import type { TextSource, WatchedTexts } from '@who/secrets';
import { PACKAGE } from './errors.js';
import type { PubtktKeyType } from './keys/key-text.js';
import { check } from './options/checks.js';
import { type PubtktCookieOptions, resolveCookie } from './options/cookie.js';
import { type Keys, resolveKeys } from './options/keys.js';
import { DIRECTIVES, OPTIONS } from './options/names.js';
import { type PubtktRedirectOptions, type RedirectSettings, resolveRedirects } from './options/redirects.js';
import { type PubtktSigningOptions, resolveSigning, type SigningSettings } from './options/signing.js';
import { type PubtktTicketOptions, resolveTickets, type TicketSettings } from './options/tickets.js';
import type { PubtktDigest } from './ticket/pubtkt.js';

/** Options of `authPubtkt`. */
export interface AuthPubtktOptions extends PubtktTicketOptions, PubtktRedirectOptions, PubtktCookieOptions {
  /**
   * The login server's public keys (`TKTAuthPublicKey`), any of which may have signed a ticket: PEM, one block or
   * several, as text, `{ file }`, or a function that gives the text; or a list of these. A file that is missing ends
   * the start; a function is asked when the first ticket comes. @default the public half of `signing.privateKey`
   */
  readonly publicKeys?: TextSource | readonly TextSource[] | undefined;
  /**
   * The hash function of signatures (`TKTAuthDigest`). mod_auth_pubtkt takes `sha1` where nothing is said; whoever can
   * make two tickets with the same SHA-1 makes a forged one of a good one, so it has to be named, and draws a warning.
   * @default 'sha256'
   */
  readonly digest?: PubtktDigest | undefined;
  /**
   * Hash functions that are accepted besides `digest`. For a migration: take a weak one out when the old tickets have
   * timed out. @default []
   */
  readonly oldDigests?: readonly PubtktDigest[] | undefined;
  /**
   * Kinds of keys. DSA is no longer approved for signatures, and takes ten times as long to verify; it has to be named,
   * and draws a warning. @default ['rsa']
   */
  readonly keyTypes?: readonly PubtktKeyType[] | undefined;
  /**
   * Seconds after which keys from files and functions are loaded anew, beside the requests. A signature that fits no key
   * has it done after 5. For so long a key that was taken away still counts. @default 60
   */
  readonly reloadSeconds?: number | undefined;
  /** Makes tickets, too, which is for login servers. @default tickets are only read */
  readonly signing?: PubtktSigningOptions | undefined;
}

/** Options with defaults filled in, in the shape in which the plugin needs them. */
export interface Settings extends TicketSettings, RedirectSettings {
  readonly keys: WatchedTexts<Keys>;
  readonly signing: SigningSettings | undefined;
  readonly cookie: CookieSettings;
}

/** @throws {WhoError} BAD_OPTION */
export function resolveOptions(options: AuthPubtktOptions): Settings {
  checkNames(options);
  const signing = resolveSigning(options.signing);
  check(!signing || !options.refreshUrl, 'refreshUrl', 'must be left out with "signing".');
  return {
    ...resolveTickets(options),
    ...resolveRedirects(options),
    keys: resolveKeys(options),
    signing,
    cookie: resolveCookie(options),
  };
}

/** Refuses options that are not known, and says what mod_auth_pubtkt's are called here. */
function checkNames(options: unknown): void {
  for (const name of Object.keys(Object(options))) {
    const ours = DIRECTIVES.get(name);
    if (ours !== undefined) throw badOption(PACKAGE, name, `is not known. Here it is "${ours}".`);
  }
  checkOptions(PACKAGE, options, OPTIONS);
}
