import { AndFilter, EqualityFilter, ExtensibleFilter, type Filter, OrFilter, PresenceFilter } from 'ldapts';
import { CODE, unexpected } from '../directory/results.js';
import { ldapError } from '../errors.js';
import { isCut, isText, textIn, valuesOf } from '../people/attributes.js';
import { canonicalDn, isBelow, parseDn } from '../people/dn.js';
import type { Person } from '../people/people.js';
import type { GroupSettings } from '../settings.js';
import type { RawEntry } from '../wire/answers.js';
import type { Connection, Found } from '../wire/connection.js';
import { expectActiveDirectory } from './active-directory.js';

/** Finds the names of the groups that somebody is in, each once. @throws {Failure}, {WhoError} LDAP_LIMIT, LDAP_FAILED */
export type GroupsOf = (connection: Connection, person: Person, untilMs: number) => Promise<readonly string[]>;

/** @returns how, and the attributes of people that it takes */
export function groupsOf(settings: GroupSettings): { readonly find: GroupsOf; readonly attributes: readonly string[] } {
  const { by, baseDn, filter, nameAttribute, levels } = settings;
  const usesDn = nameAttribute.toLowerCase() === 'dn';
  const own = usesDn ? ['1.1'] : [nameAttribute];

  const matching = (other: Filter): Filter => (filter ? new AndFilter({ filters: [filter, other] }) : other);
  const namesOf = (group: RawEntry): readonly string[] =>
    usesDn ? [group.dn] : valuesOf(group, nameAttribute).map(textIn).filter(isText);

  async function search(connection: Connection, condition: Filter, untilMs: number): Promise<readonly RawEntry[]> {
    const found = await connection.search(
      { baseDn, scope: 'sub', filter: matching(condition), attributes: own, sizeLimit: 0 },
      untilMs,
    );
    return complete(found).entries;
  }

  /** Those that name somebody, and those that name these, level by level. */
  async function upwards(connection: Connection, person: Person, untilMs: number): Promise<readonly RawEntry[]> {
    const seen = new Map<string, RawEntry>();
    let members: readonly string[] = [person.dn];
    for (let level = 1; level <= levels && members.length > 0; level++) {
      const above: string[] = [];
      for (const some of inParts(members)) {
        const filters = some.map((value) => new EqualityFilter({ attribute: by, value }));
        for (const group of await search(connection, new OrFilter({ filters }), untilMs)) {
          if (add(seen, group)) above.push(group.dn);
        }
      }
      members = above;
    }
    return [...seen.values()];
  }

  /** Those that an entry says it is in, and those that these say they are in. */
  async function byMemberOf(connection: Connection, person: Person, untilMs: number): Promise<readonly RawEntry[]> {
    const seen = new Map<string, RawEntry>();
    const tried = new Set<string>();
    let entries: readonly RawEntry[] = [person.entry];
    for (let level = 1; level <= levels && entries.length > 0; level++) {
      const above: RawEntry[] = [];
      for (const dn of entries.flatMap((entry) => valuesOf(entry, by).map(textIn).filter(isText))) {
        const id = canonicalDn(dn);
        if (tried.has(id) || !isBelow(dn, baseDn)) continue;
        tried.add(id);
        const isLast = level === levels && !filter;
        const group = (isLast && namedByDn(dn)) || (await itself(connection, dn, untilMs));
        if (group && add(seen, group)) above.push(group);
      }
      entries = above;
    }
    return [...seen.values()];
  }

  /** A group of which no more is needed than its DN says. */
  function namedByDn(dn: string): RawEntry | undefined {
    const name = parseDn(dn)?.[0]?.find(({ type }) => type === nameAttribute.toLowerCase());
    if (usesDn) return { dn, attributes: [] };
    return name && { dn, attributes: [{ type: nameAttribute, values: [Buffer.from(name.value)] }] };
  }

  async function itself(connection: Connection, dn: string, untilMs: number): Promise<RawEntry | undefined> {
    const condition = matching(new PresenceFilter({ attribute: 'objectClass' }));
    const attributes = [...own, by];
    const found = await connection.search(
      { baseDn: dn, scope: 'base', filter: condition, attributes, sizeLimit: 0 },
      untilMs,
    );
    // It is gone, or not for the account to see.
    return found.result.code === CODE.noSuchObject ? undefined : complete(found).entries[0];
  }

  async function find(connection: Connection, person: Person, untilMs: number): Promise<readonly RawEntry[]> {
    switch (by) {
      case 'memberOf':
        return byMemberOf(connection, person, untilMs);
      case 'memberUid':
        return search(connection, new EqualityFilter({ attribute: by, value: person.userid }), untilMs);
      case 'activeDirectory':
        await expectActiveDirectory(connection, untilMs);
        return search(
          connection,
          new ExtensibleFilter({ matchType: 'member', rule: IN_CHAIN, value: person.dn }),
          untilMs,
        );
      default:
        return upwards(connection, person, untilMs);
    }
  }

  return {
    attributes: by === 'memberOf' ? [by] : [],
    async find(connection, person, untilMs) {
      const names = (await find(connection, person, untilMs)).flatMap(namesOf);
      return [...new Set(names)];
    },
  };
}

/** LDAP_MATCHING_RULE_IN_CHAIN. */
const IN_CHAIN = '1.2.840.113556.1.4.1941';
const MAX_GROUPS = 5000;

/** @returns whether it is a new one */
function add(groups: Map<string, RawEntry>, group: RawEntry): boolean {
  const id = canonicalDn(group.dn);
  if (groups.has(id)) return false;
  if (groups.size === MAX_GROUPS) throw ldapError('LDAP_LIMIT', `A user is in more than ${MAX_GROUPS} groups.`);
  groups.set(id, group);
  return true;
}

/** Part of somebody's groups is not what is asked for. */
function complete(found: Found): Found {
  if (found.result.code !== CODE.success) throw unexpected(found.result, 'Looking for groups');
  if (found.entries.some(isCut)) throw ldapError('LDAP_LIMIT', 'The directory gives a part of a group only.');
  return found;
}

/** Each small enough for one question. */
function inParts(dns: readonly string[]): readonly (readonly string[])[] {
  const parts: string[][] = [];
  let size = MAX_PART;
  for (const dn of dns) {
    size += dn.length;
    if (size > MAX_PART || parts.at(-1)?.length === 20) {
      parts.push([]);
      size = dn.length;
    }
    parts.at(-1)?.push(dn);
  }
  return parts;
}

const MAX_PART = 10_000;
