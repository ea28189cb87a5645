import type { Authenticator } from '@who/core';

/** A place where people have passwords. */
export interface People {
  readonly plugin: Authenticator;
  /** Whether it is the demo's own, with the sample accounts. */
  readonly isSample: boolean;
  close(): Promise<void>;
}
