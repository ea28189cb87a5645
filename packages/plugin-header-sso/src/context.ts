import { type Exchange, type Identity, type Plugin, WhoError } from '@who/core';
import { PACKAGE } from './errors.js';
import type { HeaderSsoSettings } from './options.js';

/** What the parts of one plugin share. */
export interface HeaderSsoContext {
  readonly settings: HeaderSsoSettings;
  /** The userid for what a user header says; `undefined` when nobody of this name is accepted. */
  readonly acceptUser: (text: string) => string | undefined;
  /** The plugin itself. */
  readonly plugin: Plugin;
}

/**
 * The name under which the plugin is registered.
 *
 * @throws {WhoError} BAD_PLUGIN
 */
export function nameIn(exchange: Exchange, { plugin }: HeaderSsoContext): string {
  const name = exchange.nameOf(plugin);
  if (name !== undefined) return name;
  throw new WhoError('Register the very object that headerSso() has made.', { code: 'BAD_PLUGIN', plugin: PACKAGE });
}

/** What a sign-in by headers leaves in the remembered identity, so that a later request knows where it came from. */
export function userdataOf(name: string): string {
  return `sso=${encodeURIComponent(name)}`;
}

/** Whether somebody came through the front end, now or by a sign-in that is remembered. */
export function cameThrough(exchange: Exchange, context: HeaderSsoContext, identity: Identity): boolean {
  return identity.userdata === userdataOf(nameIn(exchange, context));
}
