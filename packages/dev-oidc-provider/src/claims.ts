import type { DevAttributes, KnownUser } from '@who/dev-server';

/** What is said about somebody. */
export type Claims = Readonly<Record<string, unknown>>;

/** Claims of OpenID Connect Core, section 5.1, that attributes become; of an attribute with several values, the first. */
const STANDARD: Readonly<Record<string, string>> = {
  displayName: 'name',
  givenName: 'given_name',
  sn: 'family_name',
};

/** Scopes that are known; others that are asked for give nothing. */
export const SCOPES: readonly string[] = ['openid', 'profile', 'email'];

/** What an application gets to know that asks for these scopes: the ID token names the user only. */
export function claimsOf({ userid, attributes }: KnownUser, scopes: ReadonlySet<string>): Claims {
  const { mail, ...others } = attributes;
  const email = first(mail);
  return {
    sub: userid,
    ...(scopes.has('email') && email !== undefined ? { email, email_verified: true } : {}),
    ...(scopes.has('profile') ? profileOf(userid, others) : {}),
  };
}

function profileOf(userid: string, attributes: DevAttributes): Claims {
  const entries = Object.entries(attributes).map(([name, value]): [string, unknown] => {
    const standard = STANDARD[name];
    return standard === undefined ? [nameOf(name), value] : [standard, first(value)];
  });
  return { preferred_username: userid, ...Object.fromEntries(entries) };
}

/** `eduPersonAffiliation` is `eduperson_affiliation` in OpenID Connect; names of one's own stay as they are. */
function nameOf(attribute: string): string {
  if (!attribute.startsWith('eduPerson')) return attribute;
  const words = attribute.slice('eduPerson'.length).match(/[A-Z]+[a-z0-9]*/g) ?? [];
  return ['eduperson', ...words.map((word) => word.toLowerCase())].join('_');
}

function first(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'object' ? value[0] : value;
}
