import type { Files } from './files.js';
import type { PluginName } from './names.js';
import { isSso, ROLE_NAMES, type Role } from './roles.js';

/** The parts of a `package.json` that change from plugin to plugin. */
export interface Manifest {
  readonly name: string;
  readonly description: string;
  readonly peerDependencies: Dependencies;
  readonly devDependencies: Dependencies;
  readonly [field: string]: unknown;
}

export type Dependencies = Readonly<Record<string, string>>;

/** The template's manifest for a plugin: under its name, and with those dependencies only that its files import. */
export function pluginManifest(template: Manifest, name: PluginName, roles: readonly Role[], files: Files): Manifest {
  const code = [...files].map(([path, text]) => (path.endsWith('.ts') ? text : '')).join('\n');
  const imported = (all: Dependencies): Dependencies =>
    Object.fromEntries(Object.entries(all).filter(([dependency]) => code.includes(` from '${dependency}';`)));
  const { private: _, ...published } = template;
  return {
    ...published,
    name: name.package,
    description: describe(roles),
    peerDependencies: imported(template.peerDependencies),
    devDependencies: imported(template.devDependencies),
  };
}

/** `An identifier and challenger for @who`. */
function describe(roles: readonly Role[]): string {
  if (isSso(roles)) return 'A sign-in elsewhere for @who';
  const words = ROLE_NAMES.filter((role) => roles.includes(role)).map((role) => role.replace('-', ' '));
  const last = words.pop() ?? '';
  const all = words.length === 0 ? last : `${words.join(', ')} and ${last}`;
  return `${/^[aeiou]/.test(all) ? 'An' : 'A'} ${all} for @who`;
}
