import type { Plugin } from '@who/core';
import { type Findings, quoted } from '../findings/finding.js';
import { ORDERS, type OrderName, type Plan } from '../plan/plan.js';

/** What a plugin has to have to stand in an order. */
const METHODS: Readonly<Record<OrderName, readonly string[]>> = {
  identifiers: ['identify', 'remember', 'forget'],
  authenticators: ['authenticate'],
  challengers: ['challenge'],
  metadataProviders: ['addMetadata'],
};

/** Finds plugins that stand where they cannot do anything. The engine would find the first of them. */
export function checkRoles(plan: Plan, plugins: ReadonlyMap<string, Plugin>, findings: Findings): void {
  for (const order of ORDERS) {
    for (const { plugin: name, place } of plan.orders[order]) {
      const plugin = Object(plugins.get(name)) as Readonly<Record<string, unknown>>;
      if (METHODS[order].every((method) => typeof plugin[method] === 'function')) continue;
      const possible = ORDERS.filter((one) => METHODS[one].every((method) => typeof plugin[method] === 'function'));
      findings.error(
        'CONFIG_BAD_VALUE',
        place,
        `${quoted(name)} cannot be one of the ${order}. It can be one of: ${possible.join(', ')}.`,
      );
    }
  }
}
