import type { Plan, PlannedPart, PlanObject, PlanValue } from '../plan/plan.js';
import { hasReference, isObject } from '../plan/references.js';
import { optionsOf, resolved, type Schema } from '../schema/schema.js';

/** A plan in which variables stand in the place of secrets. */
export interface HiddenSecrets {
  readonly plan: Plan;
  /** The variables that have to be set to what the file has, by name; where the secrets are. */
  readonly variables: ReadonlyMap<string, string>;
}

/** Takes the secrets out of a plan that stand there as they are, so that it can be shown and passed on. */
export function hideSecrets(plan: Plan): HiddenSecrets {
  const variables = new Map<string, string>();
  const hide = (group: 'plugins' | 'values') => (part: PlannedPart) => {
    const schema = optionsOf(part.use);
    const entries = Object.entries(part.options).map(([option, value]) => {
      const hider = new Hider(variables, part.name, `${group}.${part.name}.${option}`);
      return [
        option,
        hider.value(value, schema?.properties?.[option], isSecretName(option, schema !== undefined)),
      ] as const;
    });
    return { ...part, options: Object.fromEntries(entries) as PlanObject };
  };
  return {
    plan: { ...plan, values: plan.values.map(hide('values')), plugins: plan.plugins.map(hide('plugins')) },
    variables,
  };
}

class Hider {
  readonly #variables: Map<string, string>;
  readonly #name: string;
  readonly #where: string;

  constructor(variables: Map<string, string>, part: string, where: string) {
    this.#variables = variables;
    this.#where = where;
    const plain = `${part}_${where.slice(where.lastIndexOf('.') + 1)}`.replace(/([a-z0-9])([A-Z])/g, '$1_$2');
    this.#name = `WHO_${plain.replace(/\W+/g, '_').toUpperCase()}`;
  }

  value(value: PlanValue, schema: Schema | undefined, isSecret: boolean): PlanValue {
    const found = schema && resolved(schema);
    const secret = isSecret || [schema, ...(found?.anyOf ?? [])].some((one) => one?.writeOnly);
    if (typeof value === 'string') return this.#text(value, secret);
    if (Array.isArray(value)) {
      const items = (found?.anyOf?.map(resolved) ?? [found]).find((one) => one?.type === 'array')?.items;
      return value.map((item: PlanValue) => this.value(item, items, secret));
    }
    if (!isObject(value)) return value;
    const properties = (found?.anyOf?.map(resolved) ?? [found]).map((one) => one?.properties ?? {});
    const entries = Object.entries(value).map(([name, inner]) => {
      const own = properties.find((one) => Object.hasOwn(one, name))?.[name];
      const isHarmless = HARMLESS.has(name);
      return [
        name,
        this.value(inner as PlanValue, own, !isHarmless && (secret || isSecretName(name, own !== undefined))),
      ] as const;
    });
    return Object.fromEntries(entries) as PlanObject;
  }

  #text(text: string, isSecret: boolean): PlanValue {
    // libpq's form, of which the password alone is one.
    const dsn = /(\bpassword\s*=\s*)('(?:[^'\\]|\\.)*'|[^\s']\S*)/.exec(text);
    if (isSecret && dsn && !/^\w+:\/\//.test(text)) {
      if (hasReference(dsn[2] ?? '')) return text;
      return text.replace(dsn[0], `${dsn[1]}${this.#variable()}`);
    }
    if (isSecret && /^\w+:\/\//.test(text) && !URL_WITH_PASSWORD.test(text)) return text;
    if (!isSecret && !URL_WITH_PASSWORD.test(text)) return text;
    return hasReference(text) || text === '' ? text : this.#variable();
  }

  #variable(): string {
    let name = this.#name;
    for (let i = 2; this.#variables.has(name); i++) name = `${this.#name}_${i}`;
    this.#variables.set(name, this.#where);
    return `\${${name}}`;
  }
}

/** Of what is not ours, and of what has no schema, the name says it. */
const isSecretName = (name: string, hasSchema: boolean): boolean =>
  !hasSchema && /secret|password|passphrase|pepper|token|key|dsn/i.test(name);

/** Beside a secret, and none. */
const HARMLESS: ReadonlySet<string> = new Set(['file', 'from', 'header', 'id']);
const URL_WITH_PASSWORD = /^\w+:\/\/[^/\s]*:[^/\s]*@/;
