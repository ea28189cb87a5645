import type { Plugin, Role, Roles } from '../contract/contract.js';
import { badOption, coreError, type WhoError } from '../contract/errors.js';
import type { Facts } from '../contract/reason.js';
import { didYouMean } from '../factories/check-options.js';

/** A plugin under the name that it was registered with. */
export interface Registered<P> {
  readonly name: string;
  readonly plugin: P;
}

/** An entry of an order: a name, or a name that counts for some classifications only. */
export type OrderEntry = string | { readonly plugin: string; readonly only: readonly string[] };

/** The orders of an engine, one per role. */
export type Orders = { readonly [R in Role]: readonly OrderEntry[] };

/** The plugins that take part in requests of one classification, in order; and the others, as a reason names them. */
export type Lineup = { readonly [R in Role]: readonly Registered<Roles[R]>[] } & { readonly absent: readonly Facts[] };

/** The methods that a plugin must have to play a role. */
const ROLE_METHODS: { readonly [R in Role]: readonly (keyof Roles[R] & string)[] } = {
  identifier: ['identify', 'remember', 'forget'],
  authenticator: ['authenticate'],
  challenger: ['challenge'],
  metadataProvider: ['addMetadata'],
};

export const ROLES = Object.keys(ROLE_METHODS) as readonly Role[];

/**
 * Verifies every registered plugin, every order and every need of one plugin for another.
 *
 * @throws {WhoError} BAD_PLUGIN; it names the plugin, the role and what is missing
 */
export function verifyRegistry(plugins: ReadonlyMap<string, Plugin>, orders: Orders): void {
  for (const [name, plugin] of plugins) {
    if (!ROLES.some((role) => missingMethods(plugin, role).length === 0)) throw badPlugin(name, NO_ROLE);
    if (needsOf(name, plugins).has(name)) throw badPlugin(name, 'needs itself, or a plugin that needs it in turn.');
    for (const [needed, role] of Object.entries(plugin.needs ?? {})) {
      verifyRole(plugins, needed, role, `which ${JSON.stringify(name)} needs`);
      if (role !== 'identifier' || !Object.values(plugins.get(needed)?.needs ?? {}).includes(role)) continue;
      // Such a one remembers its own sign-ins only: every page would ask again.
      const asked = JSON.stringify(needed);
      throw badPlugin(name, `has ${asked} keep people signed in, which leaves it to another plugin: name that one.`);
    }
  }
  for (const role of ROLES) {
    const seen = new Set<string>();
    if (!Array.isArray(orders[role])) throw badOption('@who/core', `${role}s`, 'must be a list of names.');
    for (const entry of orders[role]) {
      verifyEntry(entry, role);
      const name = nameOf(entry);
      verifyRole(plugins, name, role, `in the order of ${role}s`);
      if (seen.has(name)) throw badPlugin(name, `stands twice in the order of ${role}s.`);
      if (typeof entry !== 'string' && role === 'identifier' && plugins.get(name)?.conceals) {
        throw badPlugin(name, 'must not have "only": it takes headers away from requests, whatever they say they are.');
      }
      seen.add(name);
    }
  }
}

const NO_ROLE = 'plays no role: it is not a complete identifier, authenticator, challenger or metadataProvider.';

/** All that a plugin needs, directly or by way of others. */
function needsOf(name: string, plugins: ReadonlyMap<string, Plugin>, found = new Set<string>()): ReadonlySet<string> {
  for (const needed of Object.keys(plugins.get(name)?.needs ?? {})) {
    if (found.has(needed)) continue;
    found.add(needed);
    needsOf(needed, plugins, found);
  }
  return found;
}

/** Types say all this; plain JavaScript does not know them. */
function verifyEntry(entry: unknown, role: Role): void {
  const order = `${role}s`;
  if (typeof entry === 'string') return;
  const { plugin, only, ...others } = Object(entry) as Record<string, unknown>;
  if (typeof plugin !== 'string') {
    throw badOption('@who/core', order, 'must hold names, or objects such as { plugin: "login", only: ["browser"] }.');
  }
  const [odd] = Object.keys(others);
  if (odd !== undefined) throw badPlugin(plugin, `has an unknown ${JSON.stringify(odd)} in the order of ${order}.`);
  if (!Array.isArray(only) || only.some((item) => typeof item !== 'string')) {
    throw badPlugin(plugin, `needs a list of classifications as "only" in the order of ${order}, such as ["browser"].`);
  }
  if (only.length === 0) {
    throw badPlugin(plugin, `has an empty "only" in the order of ${order}: leave it out to match every request.`);
  }
}

function verifyRole(plugins: ReadonlyMap<string, Plugin>, name: string, role: Role, where: string): void {
  const plugin = plugins.get(name);
  if (!plugin) throw badPlugin(name, `(${where}) is not registered.${didYouMean(name, [...plugins.keys()])}`);
  const missing = missingMethods(plugin, role);
  if (missing.length > 0) {
    const methods = missing.map((method) => `${method}()`).join(', ');
    throw badPlugin(name, `(${where}) cannot be the ${role}: it has no ${methods}.`);
  }
}

function missingMethods(plugin: Plugin, role: Role): readonly string[] {
  const object = Object(plugin) as Record<string, unknown>;
  return ROLE_METHODS[role].filter((method) => typeof object[method] !== 'function');
}

function badPlugin(name: string, problem: string): WhoError<'BAD_PLUGIN'> {
  return coreError('BAD_PLUGIN', `Plugin ${JSON.stringify(name)} ${problem}`);
}

export const nameOf = (entry: OrderEntry): string => (typeof entry === 'string' ? entry : entry.plugin);

/** The plugins of an order, by default all of them. */
export function registered<R extends Role>(
  role: R,
  plugins: ReadonlyMap<string, Plugin>,
  orders: Orders,
  takesPart: (entry: OrderEntry) => boolean = () => true,
): Registered<Roles[R]>[] {
  return orders[role]
    .filter(takesPart)
    .map((entry) => ({ name: nameOf(entry), plugin: plugins.get(nameOf(entry)) as Roles[R] }));
}

/**
 * Works out once which plugins take part for which classification.
 *
 * @returns a function from a classification to its lineup; classifications that no order names share one
 */
export function lineups(plugins: ReadonlyMap<string, Plugin>, orders: Orders): (classification: string) => Lineup {
  const limited = ROLES.flatMap((role) =>
    orders[role].flatMap((entry) => (typeof entry === 'string' ? [] : { role, ...entry })),
  );
  const lineupFor = (classification: string | undefined): Lineup => {
    const takesPart = (entry: OrderEntry): boolean =>
      typeof entry === 'string' || (classification !== undefined && entry.only.includes(classification));
    const members = ROLES.map((role) => [role, registered(role, plugins, orders, takesPart)]);
    const away = limited.filter(({ only }) => classification === undefined || !only.includes(classification));
    const absent = away.map(({ role, plugin, only }) => ({ role, plugin, only: only.join(', ') }));
    return Object.fromEntries([...members, ['absent', absent]]) as Lineup;
  };

  const others = lineupFor(undefined);
  const named = new Map<string, Lineup>();
  for (const kind of limited.flatMap(({ only }) => only)) named.set(kind, lineupFor(kind));
  return named.size === 0 ? () => others : (classification) => named.get(classification) ?? others;
}
