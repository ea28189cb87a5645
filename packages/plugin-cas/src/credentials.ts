import { Credentials } from '@who/core';

/** A service ticket that a browser brought back from CAS. */
export class CasTicketCredentials extends Credentials {
  readonly ticket: string;
  /** The exact service URL that the ticket was issued for. */
  readonly service: string;
  /** The plugin that sent the browser there. Other CAS plugins of the same application leave the ticket alone. */
  readonly owner: object;

  constructor(ticket: string, service: string, owner: object) {
    super();
    this.ticket = ticket;
    this.service = service;
    this.owner = owner;
  }
}
