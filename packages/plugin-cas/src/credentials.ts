import { type SignIn, SsoCredentials } from '@who/sso';
import type { TicketQuestion } from './validation/question.js';

/** A ticket that a browser brought back from CAS, or that a proxy brought. */
export class CasTicketCredentials extends SsoCredentials<string> implements TicketQuestion {
  readonly ticket: string;
  /** The exact service URL that the ticket was issued for. */
  readonly service: string;
  /** Whether only a ticket counts for which somebody has just typed a password. */
  readonly renew: boolean;
  /** Whether only the ticket of a proxy counts, because nobody was sent to fetch this one. */
  readonly proxied: boolean;

  constructor({ ticket, service, renew = false, proxied = false, owner, signIn }: CasTicket) {
    super({ answer: ticket, signIn, callbackUrl: service }, owner);
    this.ticket = ticket;
    this.service = service;
    this.renew = renew;
    this.proxied = proxied;
  }
}

/** What {@link CasTicketCredentials} are made of. */
export interface CasTicket extends Pick<CasTicketCredentials, 'ticket' | 'service' | 'owner'> {
  /** @default false */
  readonly renew?: boolean | undefined;
  /** @default false */
  readonly proxied?: boolean | undefined;
  /** @default none: nobody was sent to fetch it */
  readonly signIn?: SignIn | undefined;
}
