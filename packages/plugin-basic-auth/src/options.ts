import { badOption } from '@who/core';

/** How Basic authentication presents itself. */
export interface BasicAuthOptions {
  /**
   * What the browser shows when it asks for a password. Browsers also offer a password again within the same realm
   * only, so two applications on one host should not share a realm. Printable ASCII.
   */
  readonly realm: string;
  /**
   * The longest `Authorization` header that is looked at, in bytes. Longer ones hold no credentials. More of it lets
   * longer passwords, sent by anybody, reach the authenticators.
   *
   * @default 4096
   */
  readonly maxBytes?: number | undefined;
}

/** Options with their defaults. */
export type BasicAuthSettings = Required<{ [K in keyof BasicAuthOptions]: NonNullable<BasicAuthOptions[K]> }>;

/** @throws {WhoError} BAD_OPTION */
export function resolveOptions({ realm, maxBytes = 4096 }: BasicAuthOptions): BasicAuthSettings {
  if (typeof realm !== 'string' || !PRINTABLE_ASCII.test(realm)) {
    throw badOption(PLUGIN, 'realm', 'must be a text of printable ASCII characters: browsers show others wrongly.');
  }
  if (!Number.isSafeInteger(maxBytes) || maxBytes < 1) {
    throw badOption(PLUGIN, 'maxBytes', 'must be a positive number of bytes.');
  }
  return { realm, maxBytes };
}

const PLUGIN = '@who/plugin-basic-auth';
const PRINTABLE_ASCII = /^[\x20-\x7e]+$/;
