import { randomBytes } from 'node:crypto';

/**
 * What a name's first letters say it is: service ticket, proxy ticket, proxy-granting ticket and its IOU, login
 * ticket, ticket-granting cookie, logout request, relay state, SAML response and assertion.
 */
export type IdPrefix = 'ST' | 'PT' | 'PGT' | 'PGTIOU' | 'LT' | 'TGC' | 'LR' | 'RS' | 'SR' | 'SA';

/** An unguessable name such as `ST-4f…`, of 160 random bits, in characters that every CAS client accepts. */
export function newId(prefix: IdPrefix): string {
  return `${prefix}-${randomBytes(20).toString('hex')}`;
}
