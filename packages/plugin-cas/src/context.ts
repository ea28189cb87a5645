import type { Exchange } from '@who/core';
import type { CasSettings } from './options.js';
import type { StateCookie } from './sign-in/state-cookie.js';

/** What the parts of one plugin share. */
export interface CasContext {
  readonly settings: CasSettings;
  readonly cookie: StateCookie;
  /**
   * The name under which the plugin is registered.
   *
   * @throws {WhoError} BAD_PLUGIN
   */
  readonly nameIn: (exchange: Exchange) => string;
}
