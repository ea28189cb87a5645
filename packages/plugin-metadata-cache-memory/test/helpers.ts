import { Identity } from '@who/core';

/** A user; with attributes only where the authenticator has released some with this request. */
export function user(userid: string, attributes?: unknown): Identity {
  return new Identity({ userid, ...(attributes === undefined ? {} : { metadata: { attributes } }) }, 'cas', 'cas');
}
