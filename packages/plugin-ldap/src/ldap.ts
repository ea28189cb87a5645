import { type Authenticator, type Exchange, type MetadataProvider, PasswordCredentials, WhoError } from '@who/core';
import { isPossibleName, type Session, standings } from '@who/secrets';
import { directory } from './directory/directory.js';
import { wasNotAsked } from './errors.js';
import { describer, type LdapMetadata } from './metadata.js';
import type { AttributeKinds, LdapOptions } from './options.js';
import { people } from './people/people.js';
import { nameChecker } from './people/schema.js';
import { reasons } from './reasons.js';
import { resolveOptions } from './settings.js';
import { signIn } from './sign-in/sign-in.js';

/** What `ldap` makes. */
export interface Ldap<Kinds extends AttributeKinds = AttributeKinds, Name extends string = string>
  extends Authenticator,
    MetadataProvider<{ readonly [N in Name]: LdapMetadata<Kinds> }> {
  /**
   * Whether the directory still has this user, and the `filter` lets them in: for `isUserAllowed` of `authTkt`.
   *
   * @throws {WhoError} as sign-ins do, while no server answers
   */
  isUserAllowed(userid: string): Promise<boolean>;
  /**
   * Whether a sign-in is to end, because the user is gone or has another password since (`passwordChangedAttribute`): for
   * `isRevoked` of `authTkt`.
   *
   * @throws {WhoError} as sign-ins do, while no server answers
   */
  isRevoked(session: Session): Promise<boolean>;
  /** Ends all connections. Whoever waits for an answer gets LDAP_CLOSED. */
  close(): void;
}

/**
 * Checks passwords against a directory (OpenLDAP, Active Directory, any server of LDAP version 3), and adds what it says
 * about users: attributes and groups.
 *
 * @throws {WhoError} BAD_OPTION
 * @example
 * const people = ldap({
 *   urls: 'ldaps://ldap.example.org',
 *   baseDn: 'ou=people,dc=example,dc=org',
 *   attributes: { mail: 'text' },
 * });
 */
export function ldap<const Kinds extends AttributeKinds = Record<never, never>, const Name extends string = 'ldap'>(
  options: LdapOptions<Kinds, Name>,
): Ldap<NoInfer<Kinds>, NoInfer<Name>> {
  const settings = resolveOptions(options);
  const servers = directory(settings.addresses, settings.server);
  const them = people(settings.people);
  const checkNames = nameChecker(servers, settings.attributeNames);
  const check = signIn(settings, servers, them, checkNames);
  const describe = describer(settings, servers, them, checkNames);
  const { isUserAllowed, isRevoked, signedIn } = standings(async (userid) => {
    if (!isPossibleName(userid)) return undefined;
    const person = await servers.ask('lookups', (connection, untilMs) => them.byUserid(connection, userid, untilMs));
    return person?.changed;
  }, settings.recheckMs);

  return {
    authenticate(exchange, credentials) {
      if (!(credentials instanceof PasswordCredentials)) return exchange.explain?.(reasons.LDAP_OTHER_CREDENTIALS);
      // Directories take a bind without a password for one as nobody, and say yes.
      if (!isPossibleName(credentials.login) || !isPossibleName(credentials.password)) {
        return exchange.explain?.(reasons.LDAP_IMPOSSIBLE);
      }
      const checked = check(exchange, credentials).then((authentication) => {
        if (authentication) signedIn(authentication.userid);
        return authentication;
      });
      return exchange.explain ? checked.catch(failing(exchange)) : checked;
    },
    async addMetadata(exchange, { userid }) {
      const described = describe(exchange, userid);
      const metadata = await (exchange.explain ? described.catch(failing(exchange)) : described);
      exchange.explain?.(metadata ? reasons.LDAP_DESCRIBED : reasons.LDAP_NOBODY);
      return metadata && ({ [settings.name]: metadata } as { [N in Name]: LdapMetadata<Kinds> });
    },
    isUserAllowed,
    isRevoked,
    close: () => servers.close(),
  };
}

/** Has people who look on know that the directory gave no answer, or was not even asked. */
function failing(exchange: Exchange): (error: unknown) => never {
  return (error) => {
    const code = error instanceof WhoError ? error.code : 'PLUGIN_FAILED';
    exchange.explain?.(wasNotAsked(error) ? reasons.BREAKER_OPEN : reasons.LDAP_NOT_ANSWERED, { code });
    throw error;
  };
}
