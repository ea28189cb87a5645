import { badOption, checkOptions, type OptionNames, parseUrl } from '@who/core';
import { PLUGIN } from './errors.js';

/** How the plugin is set up. */
export interface OldAccountsOptions {
  /** Where the old application checks a password: `https://old.example.org/check`. Passwords go there. */
  readonly url: string;
  /** Longest wait for its answer, in milliseconds. @default 5000 */
  readonly timeoutMs?: number | undefined;
}

/** Options with their defaults. */
export type OldAccountsSettings = Required<{ [K in keyof OldAccountsOptions]: NonNullable<OldAccountsOptions[K]> }>;

/** Every option there is. The compiler says when one is missing here. */
const NAMES = { url: true, timeoutMs: true } satisfies OptionNames<OldAccountsOptions>;

/** @throws {WhoError} BAD_OPTION */
export function resolveOptions(options: OldAccountsOptions): OldAccountsSettings {
  checkOptions(PLUGIN, options, NAMES);
  const { url, timeoutMs = 5000 } = options;
  const { protocol = '' } = parseUrl(url) ?? {};
  if (!/^https?:$/.test(protocol)) throw badOption(PLUGIN, 'url', 'must be an http or https URL.');
  if (!(timeoutMs > 0)) throw badOption(PLUGIN, 'timeoutMs', 'must be more than 0.');
  return { url, timeoutMs };
}
