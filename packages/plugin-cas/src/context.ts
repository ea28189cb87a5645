import type { Exchange, Identifier } from '@who/core';
import type { CasSettings } from './options.js';
import type { GrantingTickets } from './proxying/granting-tickets.js';
import type { GatewayMarker } from './sign-in/gateway.js';
import type { PolicyOf } from './sign-in/policies.js';
import type { StateCookies } from './sign-in/state-cookie.js';
import type { Validator } from './validation/validator.js';

/** What the parts of one plugin share. */
export interface CasContext {
  readonly settings: CasSettings;
  readonly cookies: StateCookies;
  readonly marker: GatewayMarker;
  readonly validator: Validator;
  readonly policyOf: PolicyOf;
  /** Present where proxying is on. */
  readonly granting: GrantingTickets | undefined;
  /**
   * The name under which the plugin is registered.
   *
   * @throws {WhoError} BAD_PLUGIN
   */
  readonly nameIn: (exchange: Exchange) => string;
  /**
   * The plugin that keeps people signed in.
   *
   * @throws {WhoError} BAD_PLUGIN, BAD_OPTION
   */
  readonly rememberer: (exchange: Exchange) => Identifier;
}
