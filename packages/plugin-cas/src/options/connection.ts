import type { SsoConnectionOptions } from '@who/sso';

/** How long the CAS server is waited for, and by which connections it is asked. */
export interface CasConnectionOptions extends SsoConnectionOptions {
  /**
   * Largest answer that is read, in bytes; it may have an XML element for each 16 of them. Somebody in 2000 groups needs
   * about 400000. More takes more memory, up to `maxValidations` times as much. @default 1048576
   */
  readonly maxResponseBytes?: number | undefined;
}
