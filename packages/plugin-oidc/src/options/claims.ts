import type { Claims } from '../claims/attributes.js';
import { check, checkFlag } from './checks.js';

/** What becomes of what the provider says about somebody. */
export interface OidcClaimsOptions {
  /**
   * The claim that is the userid. It has to be one that stays the same and that people cannot choose themselves: many
   * providers let them choose `preferred_username` and `email`. @default 'sub'
   */
  readonly useridClaim?: string | undefined;
  /**
   * Whether the issuer is part of the userid: `https://login.example.org#1234`. Where several providers sign people in,
   * each could name the users of the others otherwise; so with more than one, this has to be said either way.
   * @default false, and an error where there are several
   */
  readonly issuerInUserid?: boolean | undefined;
  /**
   * Whether an `email` may be the userid that the provider has not verified (`email_verified`). Anybody who can enter an
   * address there can then sign in here as its owner. @default false
   */
  readonly acceptUnverifiedEmail?: boolean | undefined;
  /**
   * Whether UserInfo is asked, too, where the provider has it. It costs a second question; without it there are the
   * claims of the ID token only, which are few with many providers. @default true
   */
  readonly userInfo?: boolean | undefined;
  /**
   * Makes other attributes of the claims, e.g. `({ realm_access, ...claims }) => ({ ...claims, roles:
   * realm_access.roles })`. What has parts is JSON otherwise. The userid is what the provider has said.
   * @default every claim by its name
   */
  readonly mapClaims?: OidcMapClaims | undefined;
}

/** Makes attributes of claims: texts, numbers, truth values, and lists of these. */
export type OidcMapClaims = (claims: Claims) => Readonly<Record<string, unknown>>;

export interface ClaimsSettings {
  readonly useridClaim: string;
  readonly issuerInUserid: boolean;
  /** Whether it was said, either way, what holds for several providers. */
  readonly knowsOfOthers: boolean;
  readonly acceptUnverifiedEmail: boolean;
  readonly userInfo: boolean;
  readonly mapClaims: OidcMapClaims | undefined;
}

/** @throws {WhoError} BAD_OPTION */
export function resolveClaims(options: OidcClaimsOptions): ClaimsSettings {
  const { useridClaim = 'sub', issuerInUserid, mapClaims } = options;
  check(typeof useridClaim === 'string' && useridClaim !== '', 'useridClaim', 'must be the name of a claim.');
  check(mapClaims === undefined || typeof mapClaims === 'function', 'mapClaims', 'must be a function.');
  return {
    useridClaim,
    issuerInUserid: checkFlag('issuerInUserid', issuerInUserid),
    knowsOfOthers: issuerInUserid !== undefined,
    acceptUnverifiedEmail: checkFlag('acceptUnverifiedEmail', options.acceptUnverifiedEmail),
    userInfo: checkFlag('userInfo', options.userInfo ?? true),
    mapClaims,
  };
}
