import type { Exchange, Identifier } from '@who/core';
import type { FormSettings } from './options.js';

/** What the parts of one plugin share. */
export interface FormContext {
  readonly settings: FormSettings;
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
