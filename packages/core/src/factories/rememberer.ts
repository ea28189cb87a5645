import type { Exchange, Identifier, Plugin } from '../contract/contract.js';
import { badOption } from '../contract/errors.js';

/**
 * Finds the plugin that keeps people signed in for another one. One that leaves it to another in turn keeps nobody: it
 * remembers its own sign-ins only, so that every page would ask again; and two that leave it to each other would never
 * come to an end.
 *
 * @param plugin the package of the one that asks, e.g. `@who/plugin-cas`; its option is called `rememberer`
 * @param name the registered name of the one that remembers
 * @returns a function that throws BAD_OPTION for such a one, BAD_PLUGIN where none has this name
 */
export function remembererNamed(plugin: string, name: string): (exchange: Exchange) => Identifier {
  const known = new WeakSet<Identifier>();
  return (exchange) => {
    const identifier = exchange.plugin(name, 'identifier');
    if (known.has(identifier)) return identifier;
    if (Object.values((identifier as Plugin).needs ?? {}).includes('identifier')) {
      throw badOption(
        plugin,
        'rememberer',
        `names ${JSON.stringify(name)}, which leaves it to another plugin to keep people signed in: name that one.`,
      );
    }
    known.add(identifier);
    return identifier;
  };
}
