/** The codes of errors that this package raises, besides those of `@who/metadata-cache`. */
export type RedisErrorCode = 'BAD_OPTION' | 'REDIS_FAILED' | 'REDIS_UNSUPPORTED';

/** How errors name this package. */
export const PLUGIN = '@who/plugin-metadata-cache-redis';

/**
 * A command that failed: why, in one word, and nothing else. The errors of Redis clients carry the command with its
 * arguments, which are personal data.
 */
export class RedisFailure extends Error {
  override readonly name = 'RedisFailure';
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/** The code of the system (`ECONNREFUSED`), the word that Redis begins an error with (`OOM`), or the error's class. */
export function failureOf(error: unknown): RedisFailure {
  if (error instanceof RedisFailure) return error;
  const { code, message } = Object(error) as { readonly code?: unknown; readonly message?: unknown };
  if (typeof code === 'string' && /^[A-Z_]{2,64}$/.test(code)) return new RedisFailure(code);
  const word = typeof message === 'string' ? /^[A-Z]{3,32}(?= )/.exec(message)?.[0] : undefined;
  return new RedisFailure(word ?? (error instanceof Error ? error.constructor.name : 'Error'));
}
