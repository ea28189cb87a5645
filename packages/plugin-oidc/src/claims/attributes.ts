/** What a provider says about somebody: plain data, by name. */
export type Claims = Readonly<Record<string, unknown>>;

/** Values by name, as metadata caches keep them. */
export type OidcAttributes = Readonly<Record<string, readonly string[]>>;

/**
 * Attributes of claims. A text, a number or a truth value is a list of one; of a list, these are taken; anything that
 * has parts, as `address` does, is its JSON, so that no claim can pass for a part of another one.
 */
export function attributesOf(claims: Claims): OidcAttributes {
  const attributes: [string, readonly string[]][] = [];
  for (const [name, value] of Object.entries(claims)) {
    if (name === '__proto__' || OF_THE_PROTOCOL.has(name)) continue;
    const values = (Array.isArray(value) ? value : [value]).flatMap(textsOf);
    if (values.length > 0) attributes.push([name, values]);
  }
  return Object.fromEntries(attributes);
}

/**
 * The claims of both sources. How somebody signed in is what the ID token says, which is signed; about the rest, UserInfo
 * knows more. What one says of its address does not count for another address of the other.
 */
export function allClaims(idToken: Claims, userInfo: Claims | undefined): Claims {
  const signed = Object.entries(idToken).filter(([name]) => OF_THE_SIGN_IN.has(name));
  const isOtherEmail = userInfo?.['email'] !== undefined && userInfo['email'] !== idToken['email'];
  const { email_verified: _, ...others } = idToken;
  const both = { ...(isOtherEmail ? others : idToken), ...userInfo };
  const told = Object.entries(both).filter(([name]) => !OF_THE_SIGN_IN.has(name));
  return Object.fromEntries([...told, ...signed]);
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number' || typeof value === 'boolean') return [String(value)];
  return typeof value === 'object' && value !== null ? [JSON.stringify(value)] : [];
}

const OF_THE_SIGN_IN: ReadonlySet<string> = new Set(['iss', 'sub', 'acr', 'amr', 'auth_time']);

/** What only the two sides have to know. */
const OF_THE_PROTOCOL: ReadonlySet<string> = new Set(
  'aud azp exp iat nbf jti nonce at_hash c_hash s_hash sid events'.split(' '),
);
