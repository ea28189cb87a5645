import { Credentials } from '@who/core';
import type { Bauth } from './bauth.js';
import type { Pubtkt } from './pubtkt.js';

/** A ticket whose signature has been verified, and which counts when and where it came from. */
export class PubtktCredentials extends Credentials {
  /** Without the password that it may carry: other plugins see these credentials, too. */
  readonly ticket: Pubtkt;
  /** There is nothing to re-issue. */
  override readonly remembered: boolean;
  /** Stands for the plugin that verified it; another one, with other keys, must not accept it. */
  readonly verifiedBy: symbol;

  constructor({ bauth, ...ticket }: Pubtkt, verifiedBy: symbol, remembered: boolean) {
    super();
    this.ticket = Object.freeze({ ...ticket, tokens: Object.freeze(ticket.tokens) });
    this.remembered = remembered;
    this.verifiedBy = verifiedBy;
    bauths.set(this, bauth);
    Object.freeze(this);
  }
}

/** The password that a ticket carries. For this package alone. */
export function bauthOf(credentials: PubtktCredentials): Bauth | undefined {
  return bauths.get(credentials);
}

/** The same credentials, to be re-issued. */
export function due(credentials: PubtktCredentials): PubtktCredentials {
  const { ticket, verifiedBy } = credentials;
  return new PubtktCredentials({ ...ticket, bauth: bauthOf(credentials) }, verifiedBy, false);
}

const bauths = new WeakMap<PubtktCredentials, Bauth | undefined>();
