import { AndFilter, EqualityFilter, type Filter, OrFilter, PresenceFilter } from 'ldapts';
import { CODE, unexpected } from '../directory/results.js';
import type { PeopleSettings } from '../settings.js';
import type { RawEntry } from '../wire/answers.js';
import type { Connection, Search } from '../wire/connection.js';
import { textIn, valuesOf } from './attributes.js';

/** Somebody as the directory has them. */
export interface Person {
  readonly dn: string;
  /** The directory's spelling. */
  readonly userid: string;
  readonly entry: RawEntry;
  /** When the password was changed, as the directory writes it; empty where it does not say. */
  readonly changed: string;
}

/** Why nobody was found: no entry, more than one, or one that has not exactly one userid. */
export type NotFound = 'UNKNOWN_USER' | 'AMBIGUOUS_USER' | 'NO_USERID';

/** Finds people. Whoever is found is the only one. */
export interface People {
  /** @throws {Failure}, {WhoError} LDAP_FAILED, LDAP_LIMIT */
  byLogin(connection: Connection, login: string, untilMs: number): Promise<Person | NotFound>;
  /** The entry itself, which has to match the filter. @throws {Failure}, {WhoError} LDAP_FAILED, LDAP_LIMIT */
  byDn(connection: Connection, dn: string, untilMs: number): Promise<Person | NotFound>;
  /** With the userid in the directory's spelling. @throws {Failure}, {WhoError} LDAP_FAILED, LDAP_LIMIT */
  byUserid(
    connection: Connection,
    userid: string,
    untilMs: number,
    attributes?: readonly string[],
  ): Promise<Person | undefined>;
}

export function people(settings: PeopleSettings): People {
  const { baseDn, scope, filter, useridAttribute, loginAttributes, mayBeShared, changedAttribute } = settings;
  const ownAttributes = changedAttribute === undefined ? [useridAttribute] : [useridAttribute, changedAttribute];

  const matching = (other: Filter): Filter => (filter ? new AndFilter({ filters: [filter, other] }) : other);

  async function find(
    connection: Connection,
    where: Pick<Search, 'baseDn' | 'scope' | 'filter'>,
    untilMs: number,
    attributes: readonly string[] = [],
  ): Promise<Person | NotFound> {
    // Servers that cut what they find for another reason say the same as those that find a second one.
    const wanted = attributes.length === 0 ? ownAttributes : [...new Set([...ownAttributes, ...attributes])];
    const search = { ...where, attributes: wanted, sizeLimit: 2 };
    const { entries, result } = await connection.search(search, untilMs);
    const isCut = result.code === CODE.sizeLimitExceeded;
    const isNone = result.code === CODE.noSuchObject && where.scope === 'base';
    if (result.code !== CODE.success && !isCut && !isNone) throw unexpected(result, 'Looking for a user');
    const [entry] = entries;
    if (isCut || entries.length > 1) return 'AMBIGUOUS_USER';
    // A bind with an empty DN is one as nobody, and succeeds.
    if (entry === undefined || entry.dn === '') return 'UNKNOWN_USER';
    const [userid, another] = valuesOf(entry, useridAttribute).map(textIn);
    if (!userid || another !== undefined) return 'NO_USERID';
    return { dn: entry.dn, userid, entry, changed: changedAttribute ? stampIn(entry, changedAttribute) : '' };
  }

  function withUserid(
    connection: Connection,
    userid: string,
    untilMs: number,
    attributes?: readonly string[],
  ): Promise<Person | NotFound> {
    const named = new EqualityFilter({ attribute: useridAttribute, value: userid });
    return find(connection, { baseDn, scope, filter: matching(named) }, untilMs, attributes);
  }

  /**
   * Where somebody was found by something else than the userid, nobody else may have the same one. What has not been found
   * takes as many questions.
   */
  async function alone(
    connection: Connection,
    found: Person | NotFound,
    login: string,
    untilMs: number,
  ): Promise<Person | NotFound> {
    const isFound = typeof found !== 'string';
    const other = await withUserid(connection, isFound ? found.userid : login, untilMs);
    if (!isFound) return found;
    return typeof other !== 'string' && other.dn === found.dn ? found : 'AMBIGUOUS_USER';
  }

  return {
    byLogin(connection, login, untilMs) {
      const named = loginAttributes.map((attribute) => new EqualityFilter({ attribute, value: login }));
      const filter = matching(named.length === 1 && named[0] ? named[0] : new OrFilter({ filters: named }));
      const found = find(connection, { baseDn, scope, filter }, untilMs);
      return mayBeShared ? found.then((one) => alone(connection, one, login, untilMs)) : found;
    },
    byDn(connection, dn, untilMs) {
      const itself = matching(new PresenceFilter({ attribute: 'objectClass' }));
      return find(connection, { baseDn: dn, scope: 'base', filter: itself }, untilMs);
    },
    async byUserid(connection, userid, untilMs, attributes) {
      const person = await withUserid(connection, userid, untilMs, attributes);
      return typeof person !== 'string' && person.userid === userid ? person : undefined;
    },
  };
}

/** What may stand in a ticket. */
function stampIn(entry: RawEntry, attribute: string): string {
  const stamp = valuesOf(entry, attribute).join();
  return /^[\w.+-]{1,64}$/.test(stamp) ? stamp : '';
}
