import type { Exchange, Identifier, Reply } from '@who/core';
import type { ErrorPage, PageCodes } from './answers/pages.js';
import type { PlainAnswer } from './answers/plain.js';
import type { SsoCredentials } from './credentials.js';
import type { Failures } from './errors.js';
import type { Names } from './naming.js';
import type { SsoSettings } from './options/options.js';
import type { Arrival, SsoProtocol } from './protocol.js';
import type { BaseReasons } from './reasons.js';
import type { LogRefusal } from './refusals.js';
import type { GatewayMarker } from './sign-in/gateway.js';
import type { SignInState } from './sign-in/login-state.js';
import type { PolicyOf } from './sign-in/policies.js';
import type { SignIn } from './sign-in/sign-in.js';
import type { StateCookies } from './sign-in/state-cookie.js';
import type { Userdata } from './userdata.js';

/** What the parts of one plugin share. */
export interface SsoContext {
  readonly names: Names;
  readonly settings: SsoSettings;
  readonly protocol: SsoProtocol;
  readonly reasons: BaseReasons;
  readonly pageCodes: PageCodes;
  readonly userdata: Userdata;
  readonly cookies: StateCookies;
  readonly marker: GatewayMarker;
  readonly policyOf: PolicyOf;
  readonly failures: Failures;
  readonly logRefusal: LogRefusal;
  readonly plainAnswer: PlainAnswer;
  readonly errorPage: (page: ErrorPage) => Reply;
  readonly signInOf: (state: SignInState) => SignIn;
  readonly credentialsOf: (arrival: Arrival) => SsoCredentials;
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
