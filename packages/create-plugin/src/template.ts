import type { Files } from './files.js';
import type { Kit } from './kit.js';
import { type Manifest, pluginManifest } from './manifest.js';
import { type PluginName, pluginName } from './names.js';
import { keepRegions } from './regions.js';
import { isTaken, rename } from './rename.js';
import { isSso, type Role } from './roles.js';
import { tidyDocument, tidySource } from './tidy.js';

/** A plugin that is about to be written. */
export interface Draft {
  readonly name: PluginName;
  readonly manifest: Manifest;
  /** All files but `package.json`. */
  readonly files: Files;
  /** Path of the file with the (first) factory: where to begin. */
  readonly factory: string;
}

/** Makes a plugin of its template: under its own name, and with what the chosen roles need. */
export function draftPlugin({ templates }: Pick<Kit, 'templates'>, packageName: string, roles: readonly Role[]): Draft {
  const template = isSso(roles) ? templates.sso : templates.roles;
  const chosen = new Set(roles);
  const suffixes = isSso(roles) ? [] : roles.filter((role) => !Object.hasOwn(METHODS, role));
  const name = pluginName(packageName, suffixes, (candidate) => isTaken(candidate, template));
  const files = new Map<string, string>();
  for (const [path, text] of template) {
    if (path === 'package.json') continue;
    const kept = rename(chooseTypes(keepRegions(text, chosen), chosen), name);
    const tidy = path.endsWith('.ts') ? tidySource(kept) : tidyDocument(kept);
    // A file of which nothing is left was for other roles.
    if (tidy !== '') files.set(rename(path, name), tidy);
  }
  const manifest = JSON.parse(template.get('package.json') ?? '') as Manifest;
  const paths = ['', ...suffixes.map((role) => `-${role}`)].map((suffix) => `src/${name.kebab}${suffix}.ts`);
  const factory = paths.find((path) => files.has(path)) ?? '';
  return { name, manifest: pluginManifest(manifest, name, roles, files), files, factory };
}

/** The types of the roles that are methods of a plugin. The others are functions and plugins of their own. */
const METHODS: Readonly<Partial<Record<Role, string>>> = {
  identifier: 'Identifier',
  authenticator: 'Authenticator',
  challenger: 'Challenger',
  'metadata-provider': 'MetadataProvider<SesameMetadata>',
};

/** The template's factory plays all roles; a plugin's plays the chosen ones. */
function chooseTypes(text: string, roles: ReadonlySet<Role>): string {
  const types = Object.entries(METHODS);
  const chosen = types.filter(([role]) => roles.has(role as Role));
  const union = (some: typeof types): string => some.map(([, type]) => type).join(' & ');
  return text.replaceAll(union(types), union(chosen));
}
