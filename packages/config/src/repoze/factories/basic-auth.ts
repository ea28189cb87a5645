import type { PlannedPart } from '../../plan/plan.js';
import type { Mapping } from '../mapping.js';

/** `repoze.who.plugins.basicauth:make_plugin` */
export function basicAuth(mapping: Mapping): PlannedPart {
  mapping.known('realm');
  mapping.set('realm', mapping.text('realm') ?? 'basic', 'realm');
  return mapping.part('@who/plugin-basic-auth');
}
