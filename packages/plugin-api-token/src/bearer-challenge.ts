/** What a challenge says, besides that it wants a token (RFC 6750, section 3). */
export interface BearerChallenge {
  /** Printable ASCII. */
  readonly realm: string;
  readonly error?: 'invalid_request' | 'invalid_token' | 'insufficient_scope' | undefined;
  /** For developers. Printable ASCII without `"` and `\`. */
  readonly description?: string | undefined;
  /** The scopes that it takes. Left out when there is none. */
  readonly scopes?: readonly string[] | undefined;
}

/**
 * Writes the value of a `WWW-Authenticate` header.
 *
 * @example
 * bearerChallenge({ realm: 'Example', error: 'invalid_token' }); // 'Bearer realm="Example", error="invalid_token"'
 */
export function bearerChallenge({ realm, error, description, scopes = [] }: BearerChallenge): string {
  const parameters = [`realm="${realm.replace(/["\\]/g, '\\$&')}"`];
  if (error !== undefined) parameters.push(`error="${error}"`);
  if (description !== undefined) parameters.push(`error_description="${description}"`);
  if (scopes.length > 0) parameters.push(`scope="${scopes.join(' ')}"`);
  return `Bearer ${parameters.join(', ')}`;
}

/** Whether a text is one scope: `scope-token` of RFC 6749, section 3.3. */
export function isScope(text: string): boolean {
  return /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(text);
}
