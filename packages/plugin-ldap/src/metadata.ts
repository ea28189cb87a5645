import type { Exchange, Logger } from '@who/core';
import { isPossibleName } from '@who/secrets';
import type { Directory } from './directory/directory.js';
import { ldapError, PLUGIN } from './errors.js';
import { groupsOf } from './groups/groups.js';
import type { AttributeKinds } from './options.js';
import { isCut, isText, textIn, type ValuesOf, valuesOf } from './people/attributes.js';
import type { People, Person } from './people/people.js';
import type { CheckNames } from './people/schema.js';
import type { Settings } from './settings.js';

/** What the directory says about a user. */
export interface LdapMetadata<Kinds extends AttributeKinds = AttributeKinds> {
  /** The declared ones, each with all its values in the directory's order; empty where it has none. */
  readonly attributes: { readonly [A in keyof Kinds]: ValuesOf<Kinds[A]> };
  /** The names of their groups; empty without the option `groups`. */
  readonly groups: readonly string[];
}

/** Looks somebody up by their userid; `undefined` where the directory has no such user. */
export type Describe = (exchange: Exchange, userid: string) => Promise<LdapMetadata | undefined>;

export function describer(settings: Settings, directory: Directory, people: People, checkNames: CheckNames): Describe {
  const { attributes } = settings;
  const groups = settings.groups && groupsOf(settings.groups);
  const wanted = [...attributes.keys(), ...(groups?.attributes ?? [])];
  const warned = new Set<string>();

  function describe(person: Person, logger: Logger): LdapMetadata['attributes'] {
    const warn = (name: string, problem: string): void => {
      if (!warned.has(name)) logger.warn(`[${PLUGIN}] Attribute "${name}" ${problem}`);
      warned.add(name);
    };
    const described = [...attributes].map(([name, kind]): [string, readonly (string | Buffer)[]] => {
      const values = valuesOf(person.entry, name);
      // Copies: the bytes of a whole answer lie around a value.
      if (kind === 'binary') return [name, values.map((value) => Buffer.from(value))];
      const texts = values.map(textIn).filter(isText);
      if (texts.length < values.length) warn(name, 'has values that are no text; they are left out. Is it "binary"?');
      return [name, texts];
    });
    return Object.fromEntries(described) as LdapMetadata['attributes'];
  }

  return async (exchange, userid) => {
    if (!isPossibleName(userid)) return undefined;
    return directory.ask(
      'lookups',
      async (connection, untilMs) => {
        const person = await people.byUserid(connection, userid, untilMs, wanted);
        if (!person) return undefined;
        if (wanted.some((name) => valuesOf(person.entry, name).length === 0)) checkNames(exchange.logger);
        if (isCut(person.entry)) throw ldapError('LDAP_LIMIT', 'The directory gives a part of a user only.');
        return {
          attributes: describe(person, exchange.logger),
          groups: groups ? await groups.find(connection, person, untilMs) : [],
        };
      },
      exchange.logger,
    );
  };
}
