import { type Findings, quoted } from '../findings/finding.js';
import { ORDERS, type Plan } from '../plan/plan.js';

/**
 * Finds entries of orders that name no plugin, or the same one twice, and plugins that stand in no order.
 *
 * @param names all that there are, also of plugins of which something else is wrong
 */
export function checkOrders(plan: Plan, names: ReadonlySet<string>, findings: Findings): void {
  const list = [...names];
  for (const order of ORDERS) {
    const seen = new Set<string>();
    for (const { plugin, place } of plan.orders[order]) {
      if (!names.has(plugin)) {
        findings.error('CONFIG_UNKNOWN', place, `There is no plugin ${quoted(plugin)}.${findings.hint(plugin, list)}`);
      } else if (seen.has(plugin)) {
        findings.error('CONFIG_DUPLICATE', place, `${quoted(plugin)} stands twice in this order.`);
      }
      seen.add(plugin);
    }
  }
  const used = new Set(ORDERS.flatMap((order) => plan.orders[order].map(({ plugin }) => plugin)));
  const needed = new Set(plan.plugins.map(({ options }) => options['rememberer']));
  for (const { name, place } of plan.plugins) {
    if (used.has(name) || needed.has(name)) continue;
    findings.warn('CONFIG_UNKNOWN', place, `${quoted(name)} stands in no order, so it is never asked.`);
  }
}
