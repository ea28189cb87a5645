import type { SsoPageOptions } from '@who/sso';

/** Which pages want a sign-in without the application asking for one. */
export interface CasPageOptions extends SsoPageOptions {
  /**
   * Leave the ticket in the address: the application answers the callback path itself, as the user who has just signed
   * in. The ticket then stands in the history, in logs and perhaps in referrers; and the answer must be none that caches
   * keep, or the sign-in does not go along. @default false
   */
  readonly keepTicket?: boolean | undefined;
}
