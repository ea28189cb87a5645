import type { GivenReason } from '@who/core';

// Codes of reasons have the prefix of their plugin, `TICKET_REVOKED` for instance, so that plugins of others are understood
// as well as ours.

/** A cookie takes the place of an older one, and nobody has signed in. */
const RENEWED = /(?:^|_)(?:REISSUED|RENEWED)$/;

/** The sign-in was good, until somebody else ended it. */
const REVOKED = /(?:^|_)(?:REVOKED|USER_NOT_ALLOWED|SESSION_OVER|LOGOUT_BY_CAS|VANISHED)$/;

/** The credentials are for another authenticator. */
const OTHERS = /(?:^|_)OTHER_CREDENTIALS$/;

export function isRenewal(reasons: readonly GivenReason[]): boolean {
  return reasons.some(({ code }) => RENEWED.test(code));
}

/** The code that says that somebody else has ended a sign-in. */
export function revokedBy(reasons: readonly GivenReason[]): string | undefined {
  return reasons.find(({ code }) => REVOKED.test(code))?.code;
}

export function isForOthers(reasons: readonly GivenReason[]): boolean {
  return reasons.some(({ code }) => OTHERS.test(code));
}
