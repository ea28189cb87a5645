import { badOption, checkOptions, type OptionNames } from '@who/core';

/** How Basic authentication presents itself. */
export interface BasicAuthOptions {
  /**
   * What the browser shows when it asks for a password. Browsers also offer a password again within the same realm
   * only, so two applications on one host should not share a realm. Printable ASCII.
   */
  readonly realm: string;
  /**
   * Registered name of the identifier that remembers who signed in, e.g. that of `authTkt`. A sign-in that it remembers
   * counts until that plugin says otherwise, also when the password has been changed meanwhile.
   *
   * @default none: nothing but the password that comes with each request
   */
  readonly rememberer?: string | undefined;
  /**
   * The longest `Authorization` header that is looked at, in bytes. Longer ones hold no credentials. More of it lets
   * longer passwords, sent by anybody, reach the authenticators.
   *
   * @default 4096
   */
  readonly maxBytes?: number | undefined;
}

/** Options with their defaults. */
export interface BasicAuthSettings {
  readonly realm: string;
  readonly rememberer: string | undefined;
  readonly maxBytes: number;
}

const NAMES = { realm: true, rememberer: true, maxBytes: true } satisfies OptionNames<BasicAuthOptions>;

/** @throws {WhoError} BAD_OPTION */
export function resolveOptions(options: BasicAuthOptions): BasicAuthSettings {
  checkOptions(PLUGIN, options, NAMES);
  const { realm, rememberer, maxBytes = 4096 } = options;
  if (typeof realm !== 'string' || !PRINTABLE_ASCII.test(realm)) {
    throw badOption(PLUGIN, 'realm', 'must be a text of printable ASCII characters: browsers show others wrongly.');
  }
  if (rememberer !== undefined && (typeof rememberer !== 'string' || rememberer === '')) {
    throw badOption(PLUGIN, 'rememberer', 'must name a registered identifier.');
  }
  if (!Number.isSafeInteger(maxBytes) || maxBytes < 1) {
    throw badOption(PLUGIN, 'maxBytes', 'must be a positive number of bytes.');
  }
  return { realm, rememberer, maxBytes };
}

const PLUGIN = '@who/plugin-basic-auth';
const PRINTABLE_ASCII = /^[\x20-\x7e]+$/;
