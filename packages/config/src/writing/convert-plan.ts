import type { Plan } from '../plan/plan.js';
import { hideSecrets } from './hide-secrets.js';
import { settingsOf } from './settings.js';
import { typeScriptOf } from './type-script.js';

/** What plans can be written as. */
export type TargetFormat = 'typescript' | 'json' | 'yaml';

/** A plan in another form. */
export interface Conversion {
  readonly text: string;
  /** Variables that stand in the place of secrets, and where in the plan: they have to be set to what was there. */
  readonly variables: ReadonlyMap<string, string>;
}

/** Writes a plan as TypeScript, JSON or YAML. Secrets are left out, and variables named in their place. */
export async function convertPlan(plan: Plan, format: TargetFormat): Promise<Conversion> {
  const hidden = hideSecrets(plan);
  return { text: await textOf(hidden.plan, format), variables: hidden.variables };
}

async function textOf(plan: Plan, format: TargetFormat): Promise<string> {
  if (format === 'typescript') return typeScriptOf(plan);
  const { $schema, ...settings } = settingsOf(plan);
  if (format === 'json') return `${JSON.stringify({ $schema, ...settings }, null, 2)}\n`;
  const { dump } = await import('js-yaml');
  return `# yaml-language-server: $schema=${String($schema)}\n${dump(settings, { lineWidth: 120, quoteStyle: 'double' })}`;
}
