import type { Claims } from './attributes.js';

/** Which claim is the userid. */
export interface UseridSettings {
  readonly issuer: string;
  readonly useridClaim: string;
  readonly issuerInUserid: boolean;
  readonly acceptUnverifiedEmail: boolean;
}

/** A userid; or why there is none, as the end of a sentence about the claim. */
export type Userid = { readonly userid: string } | { readonly problem: string };

/** Makes the userid of claims. */
export function useridOf(claims: Claims, settings: UseridSettings): Userid {
  const { issuer, useridClaim, issuerInUserid, acceptUnverifiedEmail } = settings;
  const value = Object.hasOwn(claims, useridClaim) ? claims[useridClaim] : undefined;
  // Of larger numbers, two are one and the same.
  if (typeof value === 'number' && !Number.isSafeInteger(value)) return { problem: 'is no whole number that is exact' };
  const userid = typeof value === 'number' ? String(value) : value;
  if (userid === undefined) return { problem: 'is not there' };
  if (typeof userid !== 'string') return { problem: 'is no text' };
  if (userid === '' || userid.length > MAX_LENGTH || UNPRINTABLE.test(userid)) return { problem: 'is no name' };
  // Anybody can say that an address is his.
  if (useridClaim === 'email' && !acceptUnverifiedEmail && !isTrue(claims['email_verified'])) {
    return { problem: 'is not verified, or "email_verified" is not there' };
  }
  return { userid: issuerInUserid ? `${issuer}#${userid}` : userid };
}

/** Some providers write it as a text. */
const isTrue = (value: unknown): boolean => value === true || value === 'true';

const MAX_LENGTH = 1024;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are meant
const UNPRINTABLE = /[\x00-\x1f\x7f-\x9f\u2028\u2029]/;
