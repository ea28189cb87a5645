import { randomBytes } from 'node:crypto';

/** What a ticket's first letters say it is: service ticket, login ticket, ticket-granting cookie, logout request. */
export type IdPrefix = 'ST' | 'LT' | 'TGC' | 'LR';

/** An unguessable name such as `ST-4f…`, of 160 random bits, in characters that every CAS client accepts. */
export function newId(prefix: IdPrefix): string {
  return `${prefix}-${randomBytes(20).toString('hex')}`;
}
