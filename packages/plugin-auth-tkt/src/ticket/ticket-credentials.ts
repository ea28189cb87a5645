import { type Authentication, Credentials } from '@who/core';
import type { Ticket } from './ticket.js';

/** A ticket whose digest and age have been verified. */
export class TicketCredentials extends Credentials {
  readonly ticket: Ticket;
  /** Signed with an old secret or digest, so that it is due for a re-issue. */
  readonly outdated: boolean;
  /** Young enough, and not outdated: there is nothing to re-issue. */
  override readonly remembered: boolean;
  /** Stands for the plugin that verified it; another one, with other secrets, must not accept it. */
  readonly verifiedBy: symbol;
  /** What is said of whoever has it. Requests that come with the same ticket share it. */
  readonly authentication: Authentication;

  constructor(ticket: Ticket, outdated: boolean, verifiedBy: symbol, remembered = false) {
    super();
    this.ticket = ticket;
    this.outdated = outdated;
    this.remembered = remembered;
    this.verifiedBy = verifiedBy;
    const { userid, tokens, userdata } = ticket;
    this.authentication = Object.freeze({ userid, tokens, userdata });
  }
}

/** The same credentials, to be re-issued. */
export function due({ ticket, outdated, verifiedBy }: TicketCredentials): TicketCredentials {
  return new TicketCredentials(ticket, outdated, verifiedBy);
}
