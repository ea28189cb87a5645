import type { Findings, Place } from '../findings/finding.js';
import type { Plan, PlanValue } from '../plan/plan.js';
import { isObject, isRegexpValue } from '../plan/references.js';

/** Finds regular expressions that JavaScript does not read. */
export function checkValues({ plugins, values }: Plan, findings: Findings): void {
  for (const { options, places, place } of [...values, ...plugins]) {
    for (const [name, value] of Object.entries(options)) checkValue(value, places.get(name) ?? place, findings);
  }
}

function checkValue(value: PlanValue, place: Place, findings: Findings): void {
  if (isRegexpValue(value)) {
    try {
      new RegExp(value.regexp, value.flags);
    } catch {
      findings.error('CONFIG_BAD_VALUE', place, 'has a regular expression that JavaScript does not read.');
    }
  } else if (Array.isArray(value)) {
    for (const item of value) checkValue(item, place, findings);
  } else if (isObject(value)) {
    for (const item of Object.values(value)) checkValue(item as PlanValue, place, findings);
  }
}
