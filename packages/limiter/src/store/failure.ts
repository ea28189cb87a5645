/**
 * A command of the store that failed: why, in one word, and nothing else. The errors of its clients carry the command
 * with its arguments.
 */
export class StoreFailure extends Error {
  override readonly name = 'StoreFailure';
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/** The code of the system (`ECONNREFUSED`), the word that Redis begins an error with (`OOM`), or the error's class. */
export function failureOf(error: unknown): StoreFailure {
  if (error instanceof StoreFailure) return error;
  const { code, message } = Object(error) as { readonly code?: unknown; readonly message?: unknown };
  if (typeof code === 'string' && /^[A-Z_]{2,64}$/.test(code)) return new StoreFailure(code);
  const word = typeof message === 'string' ? /^[A-Z]{3,32}(?= )/.exec(message)?.[0] : undefined;
  return new StoreFailure(word ?? (error instanceof Error ? error.constructor.name : 'Error'));
}
