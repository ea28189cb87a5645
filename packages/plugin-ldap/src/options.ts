import type { Exchange, SignInRefusalCode } from '@who/core';
import type { LdapGroups } from './groups/options.js';
import type { AttributeKind } from './people/attributes.js';
import type { PasswordWarning, Refusal } from './sign-in/verdict.js';
import type { LdapTls } from './wire/dial.js';

/** What the values of attributes are, by the attributes' names. */
export type AttributeKinds = Readonly<Record<string, AttributeKind>>;

/** How the plugin is set up. */
export interface LdapOptions<Kinds extends AttributeKinds = AttributeKinds, Name extends string = string> {
  /**
   * The servers, in the order in which they are tried: `ldaps://ldap.example.org`, or `ldap://` with StartTLS. A list
   * for several that hold the same. By name: Node 22.23 takes no certificate for an address of IPv6.
   */
  readonly urls: string | readonly [string, ...string[]];
  /**
   * Whether `ldap://` is without StartTLS: everybody on the way reads the passwords and can sign in as anybody.
   * @default false
   */
  readonly clearText?: boolean | undefined;
  /**
   * The authorities to trust (`ca`), a certificate of one's own (`cert`, `key`, `passphrase`), the name that the
   * server's certificate must have (`servername`), `minVersion`. Certificates are always verified.
   * @default what Node trusts, and the name in the URL
   */
  readonly tls?: LdapTls | undefined;
  /** DN of the account that looks people up. It needs to read, and nothing else. @default none: nobody in particular */
  readonly bindDn?: string | undefined;
  /** Its password. @default none */
  readonly bindPassword?: string | undefined;
  /** Where people are, e.g. `ou=people,dc=example,dc=org`. Whoever may add an entry below can become a user. */
  readonly baseDn: string;
  /** Whether people are right below `baseDn` (`one`) or anywhere below (`sub`). @default 'sub' */
  readonly scope?: 'one' | 'sub' | undefined;
  /**
   * What people must match besides, e.g. `(objectClass=inetOrgPerson)`: here disabled users are left out. Characters are
   * written as they are, not as escaped bytes. @default none
   */
  readonly filter?: string | undefined;
  /**
   * The attribute that is the userid, in the directory's spelling. Only people with one value in it can sign in. It has
   * to be one that people cannot change themselves. @default 'uid'
   */
  readonly useridAttribute?: string | undefined;
  /**
   * The attributes by which people may call themselves when they sign in, e.g. `['uid', 'mail']`. Exactly one entry has
   * to match: who can set one of them to another's name keeps them out. @default the `useridAttribute`
   */
  readonly loginAttributes?: readonly [string, ...string[]] | undefined;
  /**
   * The DN of people, by the `useridAttribute`, e.g. `uid={login},ou=people,dc=example,dc=org`: passwords are checked
   * with it at once, and people look themselves up. No account is needed to sign in then, but how long it takes tells
   * who exists, as far as the directory lets it. @default none: people are looked up first
   */
  readonly userDn?: string | undefined;
  /**
   * DN of an entry that is nobody, with a password nobody knows, stored like all others and never locked. It is checked
   * in the place of users who do not exist, so that they take as long.
   * @default a DN that does not exist, which directories answer faster
   */
  readonly decoyDn?: string | undefined;
  /**
   * The attributes of people that become metadata, and what their values are: `{ mail: 'text', jpegPhoto: 'binary' }`.
   * Name them as the directory's schema does; `'cn;lang-de'` is another one than `cn`. @default none
   */
  readonly attributes?: Kinds | undefined;
  /** How the groups of people are found. @default none are looked for */
  readonly groups?: LdapGroups | undefined;
  /** Name of the metadata: `identity.metadata[name]`, also in its type. @default 'ldap' */
  readonly name?: Name | undefined;
  /**
   * The attribute that says when a password was changed: `pwdChangedTime` in OpenLDAP, `pwdLastSet` in Active Directory.
   * It goes into the `userdata` of the sign-in, and `isRevoked` compares. @default none: `isRevoked` knows of no change
   */
  readonly passwordChangedAttribute?: string | undefined;
  /**
   * For how long it counts what the directory has said about a user, in seconds, for `isUserAllowed` and `isRevoked`. So
   * long a user who has been disabled is still signed in. 0: the directory is asked each time. @default 60
   */
  readonly recheckSeconds?: number | undefined;
  /**
   * How long one server may take for one step, with the connection, in milliseconds. A sign-in has two steps, and each
   * may have to try every server. @default 5000
   */
  readonly timeoutMs?: number | undefined;
  /** How many passwords one server checks at the same time, and how many people it looks up. @default 10 */
  readonly maxConnections?: number | undefined;
  /** How many more of each may wait; beyond that requests fail with 503. @default 1000 */
  readonly maxQueued?: number | undefined;
  /**
   * What people are told who cannot sign in, by errors that login forms understand: `['PASSWORD_MUST_CHANGE']`, which is
   * said to nobody who does not know the password; by `ACCOUNT_LOCKED`, `ACCOUNT_DISABLED` and `PASSWORD_EXPIRED` strangers
   * may learn who has an account. @default [], so that all refusals are the same
   */
  readonly tell?: readonly SignInRefusalCode[] | undefined;
  /** Is told of each sign-in that is refused, and why. @default nobody is told */
  readonly onRefused?: ((exchange: Exchange, refusal: Refusal) => void) | undefined;
  /** Is told when somebody signs in whose password expires soon, or has expired. @default nobody is told */
  readonly onPasswordWarning?: ((exchange: Exchange, warning: PasswordWarning) => void) | undefined;
}
