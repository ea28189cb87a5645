import { ORDERS, type Plan, type PlannedPart, type PlanObject, type PlanValue } from '../plan/plan.js';

/** What a file in JSON or YAML says for a plan. */
export function settingsOf(plan: Plan): PlanObject {
  const { publicUrl, allowUnsafe, challengeRequests, maxFormBytes, values, plugins, orders } = plan;
  const entries: readonly (readonly [string, PlanValue | undefined])[] = [
    ['$schema', SCHEMA],
    ['publicUrl', publicUrl],
    ['allowUnsafe', allowUnsafe.length > 0 ? allowUnsafe : undefined],
    ['values', values.length > 0 ? partsOf(values) : undefined],
    ['plugins', partsOf(plugins)],
    ...ORDERS.map((order) => {
      const own = orders[order].map(({ plugin, only }) => (only === undefined ? plugin : { plugin, only }));
      return [order, own.length > 0 ? own : undefined] as const;
    }),
    ['requestClassifier', plan.requestClassifier?.use],
    ['challengeDecider', plan.challengeDecider?.use],
    ['challengeRequests', challengeRequests],
    ['maxFormBytes', maxFormBytes],
  ];
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as PlanObject;
}

const partsOf = (parts: readonly PlannedPart[]): PlanObject =>
  Object.fromEntries(parts.map(({ name, use, options }) => [name, { use, ...options }]));

/** Where editors find it, seen from the folder of an application. */
const SCHEMA = './node_modules/@who/config/dist/who.schema.json';
