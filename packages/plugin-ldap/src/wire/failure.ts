/**
 * What kept a server from answering:
 * - `unreachable`: there is no connection, or none that can be trusted
 * - `lost`: the connection ended before the answer
 * - `late`: the time was over
 * - `protocol`: what came is no answer
 * - `account`: the server refuses the account that looks people up
 * - `unready`: it says that it cannot serve now (busy, unavailable)
 */
export type FailureKind = 'unreachable' | 'lost' | 'late' | 'protocol' | 'account' | 'unready';

/** A server's failure, in words that hold no secret and nothing that a user has typed. */
export class Failure extends Error {
  override readonly name = 'LdapFailure';
  readonly kind: FailureKind;

  constructor(kind: FailureKind, message: string) {
    super(message);
    this.kind = kind;
  }
}

/** The code of the system or of TLS (`ECONNREFUSED`, `CERT_HAS_EXPIRED`), or the error's class. Never its message. */
export function wordOf(error: unknown): string {
  const { code, name } = Object(error) as { readonly code?: unknown; readonly name?: unknown };
  return (
    [code, name, 'Error'].find((word): word is string => typeof word === 'string' && /^\w{1,64}$/.test(word)) ?? ''
  );
}
