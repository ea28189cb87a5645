import type { PlannedPart } from '../../plan/plan.js';
import type { Mapping } from '../mapping.js';

/** `repoze.who.plugins.metadata_cache.memory:make_plugin` */
export function metadataCache(mapping: Mapping): PlannedPart {
  mapping.known('name', 'cache');
  mapping.set('name', mapping.text('name') ?? 'attributes', 'name');
  if (mapping.has('cache'))
    mapping.error('CONFIG_BAD_VALUE', 'cache', 'is an object of Python, which a file cannot name.');
  mapping.differs(
    undefined,
    'What is kept goes after 8 hours and at a sign-out, and there is room for 10000 people; in Python it stays until the process ends.',
  );
  return mapping.part('@who/plugin-metadata-cache-memory');
}
