import type { HeaderList } from './contract.js';

/** The codes of errors that core itself raises. Plugins add their own in their `errors.ts`. */
export type CoreErrorCode =
  | 'BAD_OPTION'
  | 'BAD_PLUGIN'
  | 'BAD_ANSWER'
  | 'BAD_HEADER'
  | 'BAD_TARGET'
  | 'BAD_FORM'
  | 'BODY_USED'
  | 'FORM_TOO_LARGE'
  | 'LATE_REMOTE_USER'
  | 'NOT_ADAPTED'
  | 'PLUGIN_FAILED';

/** What makes up an error, besides its message. */
export interface WhoErrorOptions<Code extends string = string> {
  /** A constant that programs can rely on, e.g. `CAS_UNAVAILABLE`. */
  readonly code: Code;
  /** The package (`@who/plugin-cas`) or the registered name of the plugin at fault. */
  readonly plugin: string;
  /** HTTP status of the answer when the error ends a request. @default 500 */
  readonly status?: number | undefined;
  /** Headers of that answer, e.g. `Retry-After`. @default none */
  readonly headers?: HeaderList | undefined;
  /** What failed underneath. Error handlers may log it, so it must hold no secret. @default none */
  readonly cause?: unknown;
}

/** The one error of @who. What happened is in `code`, what to do about it in `message`, who did it in `plugin`. */
export class WhoError<Code extends string = string> extends Error {
  readonly code: Code;
  readonly plugin: string;
  /** HTTP status of the answer when the error ends a request. Connect and Express read it. */
  readonly status: number;
  /** Headers of that answer. Connect and Express send them. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(message: string, { code, plugin, status = 500, headers = [], cause }: WhoErrorOptions<Code>) {
    super(`[${plugin}] ${message}`, cause === undefined ? undefined : { cause });
    this.name = 'WhoError';
    this.code = code;
    this.plugin = plugin;
    this.status = status;
    this.headers = Object.fromEntries(headers);
  }

  /** What @who throws, whatever a plugin threw: a WhoError as it is, anything else as the cause of one. */
  static from(error: unknown, plugin: string): WhoError {
    return asWhoError(error, plugin);
  }
}

/** Outside the class, because the build gives a class that names itself inside another name (`_WhoError`). */
function asWhoError(error: unknown, plugin: string): WhoError {
  if (error instanceof WhoError) return error;
  return new WhoError('The plugin failed; see the cause.', { code: 'PLUGIN_FAILED', plugin, cause: error });
}

/** An error that core itself raises. */
export function coreError<C extends CoreErrorCode>(code: C, message: string, status?: number): WhoError<C> {
  return new WhoError(message, { code, plugin: '@who/core', status });
}

/** A factory's answer to a bad option. */
export function badOption(plugin: string, option: string, problem: string): WhoError<'BAD_OPTION'> {
  return new WhoError(`Option "${option}" ${problem}`, { code: 'BAD_OPTION', plugin });
}
