import type { Plugin, Role } from '../contract/contract.js';
import { nameOf, type Orders } from './registry.js';

/** What an engine can be made of, but hardly anybody means: one sentence each, to be said once. */
export function doubts(plugins: ReadonlyMap<string, Plugin>, orders: Orders): string[] {
  const order = (role: Role): readonly string[] => orders[role].map(nameOf);
  const identifiers = order('identifier');
  const authenticators = order('authenticator');
  const taking = new Set((Object.keys(orders) as Role[]).flatMap(order));
  const needed = [...plugins.values()].flatMap((plugin) => Object.keys(plugin.needs ?? {}));
  const found: string[] = [];

  for (const [name, plugin] of plugins) {
    const quoted = JSON.stringify(name);
    if (!taking.has(name)) {
      if (!needed.includes(name))
        found.push(`Plugin ${quoted} is registered, but stands in no order: it does nothing.`);
      continue;
    }
    if (identifiers.includes(name) && plugin.authenticate && !authenticators.includes(name)) {
      found.push(
        `Plugin ${quoted} is an identifier, but not among the authenticators: what only it can verify signs nobody in.`,
      );
    }
    for (const [other, role] of Object.entries(plugin.needs ?? {})) {
      if (role !== 'identifier' || identifiers.includes(other)) continue;
      found.push(
        `Plugin ${JSON.stringify(other)} remembers for ${quoted}, but is not among the identifiers: nobody stays signed in.`,
      );
    }
  }
  const conceals = (name: string): boolean => plugins.get(name)?.conceals === true;
  const late = identifiers.find((name, place) => conceals(name) && !identifiers.slice(0, place).every(conceals));
  if (late !== undefined) {
    found.push(
      `Plugin ${JSON.stringify(late)} takes headers away from requests, but identifiers before it see them: put it first.`,
    );
  }
  return found;
}
