import { badOption, type Exchange, type Identifier, type Plugin } from '@who/core';
import { PACKAGE } from './errors.js';

/**
 * Finds the plugin that keeps people signed in. One that leaves it to another in turn keeps nobody: it remembers its own
 * sign-ins only, so that every page would ask again; and two that leave it to each other would never come to an end.
 *
 * @returns a function that throws BAD_OPTION for such a one, BAD_PLUGIN where none has this name
 */
export function remembererNamed(name: string): (exchange: Exchange) => Identifier {
  const known = new WeakSet<Identifier>();
  return (exchange) => {
    const plugin = exchange.plugin(name, 'identifier');
    if (known.has(plugin)) return plugin;
    if (Object.values((plugin as Plugin).needs ?? {}).includes('identifier')) {
      throw badOption(
        PACKAGE,
        'rememberer',
        `names ${JSON.stringify(name)}, which leaves it to another plugin to keep people signed in: name that one.`,
      );
    }
    known.add(plugin);
    return plugin;
  };
}
