/** What every page has to know of the place where the demo stands. */
export interface Site {
  /** The path of the public URL, before that of every page: `/app`, or empty. */
  readonly base: string;
  /** Whether a front-end server signs people in, too. */
  readonly sso: boolean;
  /** Whether people may sign in by SAML and OpenID Connect. */
  readonly elsewhere: boolean;
}

export function siteAt(publicUrl: string, sso: boolean, elsewhere = false): Site {
  return { base: new URL(publicUrl).pathname.replace(/\/$/, ''), sso, elsewhere };
}

/**
 * The address of a request without the path of the public URL, for a proxy that leaves it there.
 *
 * @returns `undefined` when the address is not below that path
 */
export function targetBelow(base: string, target: string): string | undefined {
  if (!target.startsWith(base)) return undefined;
  const rest = target.slice(base.length);
  if (rest.startsWith('/')) return rest;
  return rest === '' || rest.startsWith('?') ? `/${rest}` : undefined;
}
