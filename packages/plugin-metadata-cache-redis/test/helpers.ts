import { Identity } from '@who/core';

/** A user; with attributes only where the authenticator has released some with this request. */
export function user(userid: string, attributes?: unknown): Identity {
  return new Identity({ userid, ...(attributes === undefined ? {} : { metadata: { attributes } }) }, 'cas', 'cas');
}

/** The code that something fails with, at once or later. */
export async function codeOf(failing: PromiseLike<unknown> | (() => PromiseLike<unknown>)): Promise<unknown> {
  try {
    await (typeof failing === 'function' ? failing() : failing);
  } catch (error) {
    return (error as { readonly code?: unknown }).code;
  }
  return undefined;
}
