/** What the CAS server is asked about a ticket. */
export interface TicketQuestion {
  readonly ticket: string;
  /** The exact service URL that the ticket was issued for. */
  readonly service: string;
  /** Whether only a ticket counts for which somebody has just typed a password. */
  readonly renew: boolean;
  /** Where a proxy-granting ticket is to be delivered, where one is wanted. */
  readonly pgtUrl?: string | undefined;
}
